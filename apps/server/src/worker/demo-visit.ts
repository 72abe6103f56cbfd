import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ApiError, type DemoVisit } from '@playhead/api'
import type { Log } from '../log.ts'

/** Sends visitors through the demo shop, in a process of their own. */
export interface DemoVisits {
  /** Returns the id of the group. Throws ApiError `demo-running` while another is on its way. */
  start(sessions: number): string
  get(): DemoVisit
  stop(): void
}

/** `isWorker`: this process has the role to do so. */
export function createDemoVisits(options: { root: string; demoUrl: string; isWorker: boolean; log: Log }): DemoVisits {
  const script = join(options.root, 'apps/demo-shop/dist/visit.mjs')
  let state: DemoVisit = { state: 'idle', done: 0, total: 0, message: '' }
  let child: ChildProcess | null = null
  return {
    start(sessions) {
      if (!options.isWorker) throw new ApiError('unavailable', 'This server does not have the role worker.')
      if (child) throw new ApiError('demo-running')
      if (!existsSync(script)) throw new ApiError('not-built', 'apps/demo-shop')
      state = { state: 'running', done: 0, total: sessions, message: '' }
      const running = spawn(process.execPath, [script, '--url', options.demoUrl, '--sessions', String(sessions), '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = running
      let lastWords = ''
      createInterface({ input: running.stdout }).on('line', (line) => (state = withProgress(state, line)))
      createInterface({ input: running.stderr }).on('line', (line) => (lastWords = readTrouble(line) || lastWords))
      running.on('error', (error) => (lastWords = error.message))
      running.on('close', (status) => {
        child = null
        const isDone = status === 0
        state = {
          ...state,
          state: isDone ? 'done' : 'failed',
          message: isDone ? state.message : lastWords || `It ended with status ${status}.`,
        }
        options.log.info({ status, done: state.done, total: state.total }, 'demo visits ended')
      })
      return randomUUID()
    },
    get: () => state,
    stop: () => void child?.kill('SIGTERM'),
  }
}

/** What the visitors say of themselves, a JSON object a line. */
interface Line {
  readonly done?: number
  readonly total?: number
  readonly outcome?: string
  readonly device?: string
}

function withProgress(state: DemoVisit, line: string): DemoVisit {
  const { done = state.done, total = state.total, outcome, device } = (parse(line) ?? {}) as Line
  return { state: 'running', done, total, message: outcome ? `${outcome} on a ${device}` : state.message }
}

/** What went wrong comes as `{error: {message}}`; anything else is said as it is. */
const readTrouble = (line: string): string =>
  ((parse(line) as { error?: { message?: string } } | null)?.error?.message ?? line).slice(0, 300)

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
