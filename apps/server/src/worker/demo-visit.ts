import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ApiError, type DemoVisit } from '@playhead/api'
import type { Log } from '../log.ts'
import { type Child, startScript } from './child.ts'

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
  let child: Child | null = null
  return {
    start(sessions) {
      if (!options.isWorker) throw new ApiError('unavailable', 'This server does not have the role worker.')
      if (child) throw new ApiError('demo-running')
      if (!existsSync(script)) throw new ApiError('not-built', 'apps/demo-shop')
      state = { state: 'running', done: 0, total: sessions, message: '' }
      child = startScript(script, ['--url', options.demoUrl, '--sessions', String(sessions), '--json'], (line: Line) => {
        const { done = state.done, total = state.total, outcome, device } = line
        state = { state: 'running', done, total, message: outcome ? `${outcome} on a ${device}` : state.message }
      })
      void child.ended.then(({ status, lastWords }) => {
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
    stop: () => void child?.process.kill('SIGTERM'),
  }
}

/** What the visitors say of themselves. */
interface Line {
  readonly done?: number
  readonly total?: number
  readonly outcome?: string
  readonly device?: string
}
