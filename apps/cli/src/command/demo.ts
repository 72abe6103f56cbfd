import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ApiError } from '@playhead/api'
import { type Command, InvalidArgumentError } from 'commander'
import type { Output } from '../output.ts'
import { dataDirOf, findRoot } from '../place.ts'
import { createProgress } from '../progress.ts'
import { findServer } from '../server.ts'

function readCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 10_000) throw new InvalidArgumentError('must be a number from 1 to 10000')
  return count
}

export function addDemoCommand(program: Command, output: () => Output): void {
  program
    .command('demo')
    .option('--sessions <count>', 'how many visits', readCount, 50)
    .option('--url <url>', 'the shop; default: /demo/ of the running server')
    .option('--seed <number>', 'the same seed makes the same visitors', '1')
    .description('send real browsers through the demo shop')
    .action(async (options: { sessions: number; url?: string; seed: string }) => {
      const script = join(findRoot(), 'apps/demo-shop/dist/visit.mjs')
      if (!existsSync(script)) throw new ApiError('not-built', 'apps/demo-shop')
      const url = options.url ?? (await ownShop())
      const done = await runVisits({ ...options, script, url }, output())
      output().result({ done, total: options.sessions, url }, () => `${done} of ${options.sessions} visits made at ${url}`)
    })
}

async function ownShop(): Promise<string> {
  const server = await findServer(dataDirOf())
  if (!server)
    throw new ApiError('server-unreachable', `No server runs on ${dataDirOf()}. Start one with npm start, or name a shop with --url.`)
  return `${server.url}/demo/`
}

/** Resolves to how many visits were made. The visitors end with this command, also by Ctrl-C. */
async function runVisits(options: { script: string; url: string; sessions: number; seed: string }, output: Output): Promise<number> {
  const { script, url, sessions, seed } = options
  const words = [script, '--url', url, '--sessions', String(sessions), '--seed', seed, '--json']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = (): void => void child.kill('SIGTERM')
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const progress = createProgress('Visits', output)
  let done = 0
  let lastWords = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      done = (JSON.parse(line) as { done: number }).done
      progress.tell(done, sessions)
    } catch {
      output.note(line)
    }
  })
  createInterface({ input: child.stderr }).on('line', (line) => (lastWords = readTrouble(line) || lastWords))
  const status = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null))
    child.on('close', resolve)
  })
  process.off('SIGINT', stop).off('SIGTERM', stop)
  progress.end()
  if (status !== 0) throw new ApiError('demo-failed', lastWords || `It ended after ${done} visits.`)
  return done
}

/** The visitors tell their trouble as `{error: {message}}`. */
function readTrouble(line: string): string {
  try {
    return (JSON.parse(line) as { error: { message: string } }).error.message
  } catch {
    return line.trim()
  }
}
