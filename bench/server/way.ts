import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openMetadata } from '../../packages/store/src/index.ts'

export const origin = 'https://shop.example'
const root = join(import.meta.dirname, '..', '..')

/** A server that is measured. */
export interface Way {
  readonly name: string
  readonly child: ChildProcess
  readonly pid: number
  readonly url: string
  stop(): Promise<void>
}
export interface WayOptions {
  readonly args: readonly string[]
  readonly env?: Record<string, string>
  /** Where chunks are sent to. */
  readonly path?: string
  /** A command that runs it, with its arguments: `['taskset', '-c', '0']`. */
  readonly under?: readonly string[]
}

/** Starts a server and waits for the line that says where it is ready. */
export async function startWay(name: string, { args, env = {}, path = '/', under = [] }: WayOptions): Promise<Way> {
  const [command, ...rest] = [...under, process.execPath, ...args]
  const child = spawn(command!, rest, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let output = ''
  child.stdout.on('data', (data) => (output += String(data)))
  for (let turn = 0; turn < 300 && child.exitCode === null; turn++) {
    const found = /ready: (http:\/\/\S+)/.exec(output)
    if (!found) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      continue
    }
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM')
      await exited
      process.off('exit', kill)
    }
    return { name, child, pid: child.pid!, url: found[1]! + path, stop }
  }
  throw new Error(`${name} did not start: ${output}`)
}

/** Starts the built server on a new data directory with one project. */
export async function startPlayhead(
  dir: string,
  more: Pick<WayOptions, 'under' | 'env'> & { nodeArgs?: readonly string[] } = {},
): Promise<Way> {
  const { nodeArgs = [], ...options } = more
  mkdirSync(dir, { recursive: true })
  const metadata = await openMetadata({ dir })
  const { writeKey } = await metadata.projects.create({ name: 'bench', origins: [origin] })
  await metadata.close()
  const args = [...nodeArgs, 'apps/server/dist/server.mjs']
  return startWay('playhead', { ...options, args, env: { ...options.env, PORT: '0', PLAYHEAD_DATA: dir }, path: `/i?k=${writeKey}` })
}
