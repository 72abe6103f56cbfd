import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const room = dirname(dirname(fileURLToPath(import.meta.url)))

export interface Result {
  status: number
  out: string
  error: string
}
export interface RunOptions {
  readonly cwd: string
  readonly env: Record<string, string>
  /** As another user, which only root may ask for. */
  readonly uid?: number
  /** A command that has not ended by then is ended. */
  readonly timeoutMs?: number
  /** Where else its code is. */
  readonly script?: string
}
/** Runs the built command, with nothing in its environment but `env`. */
export async function runCommand(words: readonly string[], options: RunOptions): Promise<Result> {
  const { cwd, env, uid, timeoutMs, script = join(room, 'dist/playhead.mjs') } = options
  const child = spawn(process.execPath, [script, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' }),
  })
  let out = ''
  let error = ''
  child.stdout.on('data', (data) => (out += String(data)))
  child.stderr.on('data', (data) => (error += String(data)))
  const [status] = (await once(child, 'close')) as [number]
  return { status, out, error }
}

export interface Served {
  readonly url: string
  /** Where the first account is made; '' when there is one. */
  readonly setupUrl: string
  stop(): Promise<number>
}
/** A server on a data directory, from when it is ready. */
export async function serve(data: string, settings: Record<string, string> = {}): Promise<Served> {
  const server = spawn(process.execPath, ['--import', 'tsx', join(room, '../server/src/main.ts')], {
    cwd: room,
    env: { PATH: process.env['PATH'], PORT: '0', PLAYHEAD_DATA: data, ...settings },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(server, 'close')
  let said = ''
  for await (const part of server.stdout) if ((said += String(part)).includes('Playhead is ready')) break
  return {
    url: /ready: (\S+)/.exec(said)![1]!,
    setupUrl: /account at (\S+)/.exec(said)?.[1] ?? '',
    async stop() {
      server.kill('SIGTERM')
      return (await ended)[0] as number
    },
  }
}
