import { ApiError, readEnvironment } from '@playhead/api'
import { StoreError } from '@playhead/store'
import { type RunningServer, startServer } from './server.ts'

/** After this long a stop is forced: nothing acknowledged can be lost by then. */
const patienceMs = 5000

try {
  const server = await startServer(readEnvironment(process.env))
  // Who reads that it is ready may end it at once.
  stopOnSignal(server)
  announce(server)
} catch (error) {
  if (!(error instanceof ApiError) && !(error instanceof StoreError)) throw error
  process.stderr.write(`error ${error.code}: ${error.message}\n`)
  process.exit(1)
}

function announce(server: RunningServer): void {
  const lines = [`Playhead is ready: ${server.url}`]
  if (server.setupUrl) lines.push(`First run: create your account at ${server.setupUrl}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

function stopOnSignal(server: RunningServer): void {
  let asked = 0
  const stop = (): void => {
    if (++asked > 1) process.exit(1)
    setTimeout(() => process.exit(1), patienceMs).unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`error internal: ${error instanceof Error ? error.message : String(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
