import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removeFolder } from './remove-folder.ts'

export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

export interface RunningServer {
  readonly url: string
  /** The one-time link of the first run. */
  readonly setupUrl: string
  readonly dataDir: string
  readonly output: () => string
  /** SIGTERM; resolves to the exit status. Removes the data unless told to keep it. */
  stop(options?: { keepData?: boolean }): Promise<number | null>
}

/** Starts the built server as `npm start` does, on a free port with data of its own. */
export async function startServer(dataDir: string = mkdtempSync(join(tmpdir(), 'playhead-e2e-'))): Promise<RunningServer> {
  const child = spawn(process.execPath, [join(root, 'apps/server/dist/server.mjs')], {
    cwd: root,
    env: { ...process.env, PORT: '0', PLAYHEAD_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (data) => (output += String(data)))
  child.stdout.on('data', (data) => (output += String(data)))
  const url = await waitFor(child, () => output, /Playhead is ready: (http:\/\/\S+)/)
  const setupUrl = /(http:\/\/\S+\/setup#token=\S+)/.exec(output)?.[1] ?? ''
  return {
    url,
    setupUrl,
    dataDir,
    output: () => output,
    async stop({ keepData = false } = {}) {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      if (!keepData) removeFolder(dataDir)
      return child.exitCode
    },
  }
}

async function waitFor(child: ChildProcess, output: () => string, pattern: RegExp): Promise<string> {
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs;) {
    const found = pattern.exec(output())
    if (found) return found[1]!
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the server did not start:\n${output()}`)
}

/** Runs the built command line; resolves to its standard output. */
export async function runCli(
  args: readonly string[],
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(root, 'apps/cli/dist/playhead.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, PLAYHEAD_DATA: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += String(data)))
  child.stderr.on('data', (data) => (stderr += String(data)))
  const [status] = (await once(child, 'close')) as [number]
  return { status, stdout, stderr }
}
