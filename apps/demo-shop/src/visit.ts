import { findChromiumShell } from '@playhead/chromium'
import { parseOptions } from './visitor/option.ts'
import { runVisits, type Visit } from './visitor/run.ts'

/** Tells what went wrong in a sentence, for `--json` as an object on the output too, and sets the exit status. */
function fail(json: boolean, status: number, code: string, message: string): void {
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`)
  process.stderr.write(`${message} (${code})\n`)
  process.exitCode = status
}

async function isShopThere(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(8_000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

function createProgress(total: number, json: boolean): { onVisit(visit: Visit): void; finish(): void; failed(): number } {
  const outcomes: Record<string, number> = {}
  const isTerminal = process.stdout.isTTY
  let done = 0
  return {
    onVisit(visit) {
      done = visit.done
      outcomes[visit.outcome] = (outcomes[visit.outcome] ?? 0) + 1
      if (json)
        process.stdout.write(
          `${JSON.stringify({ done: visit.done, total, outcome: visit.outcome, device: visit.device, returning: visit.returning, message: `${visit.outcome} on a ${visit.device}`, ...(visit.reason ? { reason: visit.reason } : {}) })}\n`,
        )
      else if (isTerminal)
        process.stdout.write(`\r\u001b[K${visit.done} of ${total} visits, the last one ${visit.outcome} on a ${visit.device}`)
      else
        process.stdout.write(
          `${visit.done} of ${total}: ${visit.outcome} on a ${visit.device}${visit.reason ? ` (${visit.reason})` : ''}\n`,
        )
    },
    failed: () => outcomes['failed'] ?? 0,
    finish() {
      if (json) process.stdout.write(`${JSON.stringify({ done, total, finished: true, failed: outcomes['failed'] ?? 0, outcomes })}\n`)
      else
        process.stdout.write(
          `${isTerminal ? '\r\u001b[K' : ''}${done} visits: ${Object.entries(outcomes)
            .map(([name, count]) => `${count} ${name}`)
            .join(', ')}\n`,
        )
    },
  }
}

async function main(words: readonly string[]): Promise<void> {
  const json = words.includes('--json')
  const parsed = parseOptions(words)
  if (!parsed.ok) return fail(json, 2, 'bad-argument', parsed.message)
  const { options } = parsed
  const executablePath = findChromiumShell()
  if (!executablePath)
    return fail(
      json,
      3,
      'no-browser',
      'No Chromium was found to send visitors with. Install one (apt install chromium-headless-shell, or npx playwright install chromium), or name it in PLAYHEAD_CHROMIUM.',
    )
  if (!(await isShopThere(options.url)))
    return fail(json, 1, 'no-shop', `No shop answers at ${options.url}. Start the server first: npm start.`)
  const progress = createProgress(options.sessions, json)
  try {
    await runVisits({ ...options, executablePath, onVisit: progress.onVisit })
  } catch (error) {
    return fail(
      json,
      1,
      'visits-stopped',
      `The visits stopped: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`,
    )
  }
  progress.finish()
  if (progress.failed() === options.sessions) process.exitCode = 1
}

await main(process.argv.slice(2))
