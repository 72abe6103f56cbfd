import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ApiError } from '@playhead/api'
import { type Command, InvalidArgumentError } from 'commander'
import { findServer } from '../data-dir.ts'
import type { Output } from '../output.ts'

interface Visit {
  readonly done: number
  readonly total: number
  readonly outcome?: string
  readonly device?: string
  readonly finished?: boolean
}

export function addDemo(program: Command, output: Output): void {
  program
    .command('demo')
    .description('send visitors in real browsers through the demo shop')
    .option('--sessions <n>', 'how many visits', readCount, 50)
    .option('--url <url>', 'the shop; default: that of the running server')
    .option('--seed <n>', 'the same seed makes the same visitors', '1')
    .action(async ({ sessions, url, seed }: { sessions: number; url?: string; seed: string }) => {
      const shop = url ?? (await findShop())
      const script = join(findRoot(), 'apps/demo-shop/dist/visit.mjs')
      if (!existsSync(script)) throw new ApiError('not-built', 'The demo shop is missing.')
      const child = spawn(process.execPath, [script, '--url', shop, '--sessions', String(sessions), '--seed', seed, '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let trouble = ''
      child.stderr.on('data', (data) => (trouble += String(data)))
      let last: Visit = { done: 0, total: sessions }
      output.progress(0, sessions, 'visits')
      for await (const line of createInterface({ input: child.stdout })) {
        last = JSON.parse(line) as Visit
        if (output.isJson) process.stdout.write(`${line}\n`)
        else if (!last.finished) output.progress(last.done, last.total, `visits, the last one ${last.outcome} on a ${last.device}`)
      }
      const status = child.exitCode ?? (await new Promise<number>((resolve) => child.on('close', resolve)))
      if (status !== 0) throw new ApiError('demo-failed', readTrouble(trouble))
      if (!output.isJson) output.print(last, `${last.done} visits. See them in the project "demo".`)
    })
}

function readCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 10_000) throw new InvalidArgumentError('must be a whole number from 1 to 10000.')
  return count
}

async function findShop(): Promise<string> {
  const server = await findServer()
  if (!server) throw new ApiError('server-unreachable', 'Start it with npm start, or name a shop with --url.')
  return `${server.url.replace('127.0.0.1', 'localhost')}/demo/`
}

const readTrouble = (text: string): string => {
  try {
    return (JSON.parse(text.trim().split('\n').at(-1) ?? '') as { error: { message: string } }).error.message
  } catch {
    return text.trim()
  }
}

/** The repository's root, whether this runs from sources or built. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'apps/demo-shop')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}
