import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root as ownRoot } from '../../e2e/harness/server.ts'

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
  /** Resident memory now, and the most there was since the start, bytes. */
  memory(): { nowBytes: number; mostBytes: number }
  /** From here on `mostBytes` is the most there was since now. */
  forgetMost(): void
}

/** It is not started yet. `root`: the repository, or that of another version. */
export function createNode(env: Readonly<Record<string, string>>, root: string = ownRoot): Node {
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
    memory() {
      const status = readFileSync(`/proc/${child!.pid}/status`, 'utf8')
      const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) * 1024
      return { nowBytes: read('VmRSS'), mostBytes: read('VmHWM') }
    },
    // @see https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
    forgetMost: () => writeFileSync(`/proc/${child!.pid}/clear_refs`, '5'),
  }
}
