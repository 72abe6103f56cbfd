import { type ChildProcess, fork } from 'node:child_process'
import { childEntry, makeYield } from '../child.ts'
import type { Failure, FinishResult, FinishTask } from './write.ts'

/** What the process says of a task. */
export interface FinishReply {
  readonly outcome: FinishResult | Failure
  /** What it holds now. */
  readonly residentBytes: number
}
/** How a file is made. */
export interface FinishTurn {
  /** All other work of the machine goes first. */
  readonly yields: boolean
  /** It is ended when it takes longer, */
  readonly mostMs: number
  /** or when it is told to. */
  readonly cut?: AbortSignal | undefined
}
export interface FinishProcess {
  /** Makes one file, or says why not; one at a time. Never rejects. */
  make(task: FinishTask, turn: FinishTurn): Promise<FinishResult | Failure>
  /** Ends at once whatever is being made. */
  close(): void
}

const limit = { heapMb: 512, idleMs: 5_000, keptBytes: 256 << 20 } as const

interface Kept {
  readonly child: ChildProcess
  readonly yields: boolean
  /** It has made a file: what ends it afterwards may be left from that one. */
  isUsed: boolean
}

/**
 * A process for recording files: begun when it is needed, and kept while there is more to make, because to begin it takes longer than
 * most sessions do. One that has grown, has nothing to do or is of the other priority is ended; one that dies takes only its task along.
 */
export function createFinishProcess(): FinishProcess {
  let kept: Kept | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  const start = (yields: boolean): Kept => {
    const { path, execArgv, cwd } = childEntry('finish-child')
    const child = fork(path, [], {
      execArgv: [`--max-old-space-size=${limit.heapMb}`, ...execArgv],
      cwd,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    // What goes wrong between two tasks is seen when it is asked again.
    child.on('error', () => undefined)
    if (yields) makeYield(child, 'finish')
    return { child, yields, isUsed: false }
  }
  /** It is not asked again: what it still says belongs to no task. */
  const letGo = (end: (child: ChildProcess) => void): void => {
    if (kept) end(kept.child)
    kept = null
  }

  /** Null: a process that had made others' files before died of this one, or of theirs. */
  const attempt = (task: FinishTask, { yields, mostMs, cut }: FinishTurn, untilMs: number): Promise<FinishResult | Failure | null> => {
    if (kept?.yields !== yields || !kept.child.connected) letGo(disconnect)
    const own = (kept ??= start(yields))
    const { child, isUsed } = own
    return new Promise((resolve) => {
      let said = ''
      const settle = (outcome: FinishResult | Failure | null): void => {
        clearTimeout(timer)
        cut?.removeEventListener('abort', onCut)
        child.off('message', onReply).off('error', onError).off('exit', onExit)
        child.stderr?.off('data', onSaid)
        resolve(outcome)
      }
      const fail = (why: string): void => {
        letGo(kill)
        settle({ why })
      }
      const onReply = ({ outcome, residentBytes }: FinishReply): void => {
        own.isUsed = true
        if (residentBytes > limit.keptBytes) letGo(disconnect)
        else idle = setTimeout(() => letGo(disconnect), limit.idleMs).unref()
        settle(outcome)
      }
      const onExit = (code: number | null, signal: string | null): void => {
        letGo(disconnect)
        settle(isUsed && !isClosed ? null : { why: `Its process ended (${signal ?? `exit ${code}`}). ${said.trim()}`.trim() })
      }
      // One that could not be started says so, and never ends.
      const onError = (error: Error): void => fail(error.message)
      const onCut = (): void => fail('It was cut short.')
      const onSaid = (text: Buffer): void => void (said = (said + text.toString()).slice(-500))
      const timer = setTimeout(() => fail(`It took more than ${mostMs / 1000} s.`), untilMs - performance.now())
      cut?.addEventListener('abort', onCut)
      child.on('message', onReply).on('error', onError).on('exit', onExit)
      child.stderr?.on('data', onSaid)
      // In vain to one that is ending, which is told by its exit.
      if (cut?.aborted) onCut()
      else if (child.connected) child.send(task, () => undefined)
      else if (child.pid === undefined) fail('Its process could not be started.')
    })
  }

  return {
    async make(task, turn) {
      clearTimeout(idle)
      const untilMs = performance.now() + turn.mostMs
      if (isClosed) return { why: 'The store is closed.' }
      return (await attempt(task, turn, untilMs)) ?? (await attempt(task, turn, untilMs)) ?? { why: 'Its process ended twice.' }
    },
    close() {
      isClosed = true
      clearTimeout(idle)
      letGo(kill)
    },
  }
}

const disconnect = (child: ChildProcess): void => {
  if (child.connected) child.disconnect()
}
const kill = (child: ChildProcess): void => void child.kill('SIGKILL')
