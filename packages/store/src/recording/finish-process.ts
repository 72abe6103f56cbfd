import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { childEntry } from '../child.ts'
import type { Failure, FinishResult, FinishTask } from './write.ts'

/** What the process says of a task. */
export interface FinishReply {
  readonly outcome: FinishResult | Failure
  /** What it holds now. */
  readonly residentBytes: number
}
export interface FinishProcess {
  /**
   * Makes one file, or says why not; one at a time. Never rejects.
   * @param yields all other work of the machine goes first
   */
  make(task: FinishTask, yields: boolean): Promise<FinishResult | Failure>
  /** Ends at once whatever is being made. */
  close(): void
}

const limit = { heapMb: 512, taskMs: 600_000, idleMs: 5_000, keptBytes: 256 << 20 } as const

/**
 * A process for recording files: begun when it is needed, and kept while there is more to make, because to begin it takes longer than
 * most sessions do. One that has grown, has nothing to do or is of the other priority is ended; one that dies takes only its task along.
 */
export function createFinishProcess(): FinishProcess {
  let kept: { readonly child: ChildProcess; readonly yields: boolean } | null = null
  let idle: NodeJS.Timeout | undefined

  const start = (yields: boolean): ChildProcess => {
    const { path, execArgv, cwd } = childEntry('finish-child')
    const child = fork(path, [], {
      execArgv: [`--max-old-space-size=${limit.heapMb}`, ...execArgv],
      cwd,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    if (yields) makeYield(child)
    // What is said to it in vain is known by its exit.
    child.on('error', () => undefined)
    child.once('exit', () => {
      if (kept?.child === child) kept = null
    })
    return child
  }
  const letGo = (): void => {
    if (kept?.child.connected) kept.child.disconnect()
    kept = null
  }

  return {
    make(task, yields) {
      clearTimeout(idle)
      if (kept?.yields !== yields) letGo()
      const { child } = (kept ??= { child: start(yields), yields })
      return new Promise((resolve) => {
        let said = ''
        const settle = (outcome: FinishResult | Failure): void => {
          clearTimeout(timer)
          child.off('message', onReply).off('error', onError).off('exit', onExit)
          child.stderr?.off('data', onSaid)
          resolve(outcome)
        }
        const onReply = ({ outcome, residentBytes }: FinishReply): void => {
          if (residentBytes > limit.keptBytes) letGo()
          else idle = setTimeout(letGo, limit.idleMs).unref()
          settle(outcome)
        }
        const onError = (error: Error): void => {
          child.kill('SIGKILL')
          settle({ why: error.message })
        }
        const onExit = (code: number | null, signal: string | null): void =>
          settle({ why: `Its process ended (${signal ?? `exit ${code}`}). ${said.trim()}`.trim() })
        const onSaid = (text: Buffer): void => void (said = (said + text.toString()).slice(-500))
        const timer = setTimeout(() => {
          child.kill('SIGKILL')
          settle({ why: `It took more than ${limit.taskMs / 60_000} minutes.` })
        }, limit.taskMs)
        child.on('message', onReply).on('error', onError).on('exit', onExit)
        child.stderr?.on('data', onSaid)
        child.send(task, () => undefined)
      })
    },
    close() {
      clearTimeout(idle)
      kept?.child.kill('SIGKILL')
      kept = null
    },
  }
}

function makeYield({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It is over already, or this system has no priorities: then it goes without.
  }
}
