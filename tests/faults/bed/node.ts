import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../../e2e/harness/server.ts'

/** The built server in a process of its own, which may be ended and started again at the same address. */
export interface Node {
  readonly url: string
  readonly pid: number
  /** What the process printed since it was started. */
  output(): string
  /** Resolves to how it ended, once it has. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; signal: string | null }>
  /** Resolves to how long it took until it said that it is ready, ms. */
  start(): Promise<number>
}

/** It is not started yet. */
export function createNode(env: Readonly<Record<string, string>>): Node {
  let child: ChildProcess | null = null
  let output = ''
  let port = 0
  return {
    get url() {
      return `http://127.0.0.1:${port}`
    },
    get pid() {
      return child!.pid!
    },
    output: () => output,
    async start() {
      const startedMs = Date.now()
      output = ''
      const started = spawn(process.execPath, [join(root, 'apps/server/dist/server.mjs')], {
        cwd: root,
        env: { ...process.env, PORT: String(port), PLAYHEAD_LOG: 'warn', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      await new Promise<void>((resolve, reject) => {
        const read = (text: Buffer): void => {
          output = (output + text.toString()).slice(-200_000)
          if (/Playhead is ready/.test(output)) resolve()
        }
        started.stdout.on('data', read)
        started.stderr.on('data', read)
        started.once('exit', () => reject(new Error(`the server did not start:\n${output}`)))
      })
      port = Number(/Playhead is ready: http:\/\/localhost:(\d+)/.exec(output)![1])
      return Date.now() - startedMs
    },
    async end(signal) {
      const ending = child!
      if (ending.exitCode === null && ending.signalCode === null) {
        const exited = once(ending, 'exit')
        ending.kill(signal)
        await exited
      }
      return { code: ending.exitCode, signal: ending.signalCode }
    },
  }
}
