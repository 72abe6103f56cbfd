import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPort } from './debian.ts'

export interface TestClickHouse {
  readonly host: string
  readonly port: number
  /** Address of a database, which is not there yet. */
  urlOf(database: string, password?: string): string
  /** Runs a statement as the server's owner would; resolves to its answer, one row a line. */
  ask(query: string): Promise<string>
  /** Ends at once, as in a crash. */
  kill(): Promise<void>
  /** Lets it end after the next insert into a table, with the rows in and no answer given; resolves when it has. */
  killAfterInsert(table: string): Promise<void>
  start(): Promise<void>
  dispose(): Promise<void>
}

/** ClickHouse's HTTP interface, served over a chDB of its own on a free port of the loopback. `version`: what it says that it is. */
export async function startClickHouse(version?: string): Promise<TestClickHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-clickhouse-'))
  const host = '127.0.0.1'
  const port = await findPort()
  const password = 'p@ss:wörd/1'
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const path = fileURLToPath(new URL('./clickhouse-server.ts', import.meta.url))
    const env = { ...process.env, TEST_PASSWORD: password, ...(version === undefined ? {} : { TEST_VERSION: version }) }
    const started = fork(path, [join(dir, 'data'), String(port)], {
      execArgv: ['--import', 'tsx'],
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let said = ''
    started.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)))
    child = started
    const ended = once(started, 'exit').then(() => Promise.reject(new Error(`the test's ClickHouse did not start: ${said}`)))
    ended.catch(() => undefined)
    await Promise.race([once(started, 'message'), ended])
  }
  async function kill(): Promise<void> {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill('SIGKILL')
    await once(ending, 'exit')
  }
  await start()
  return {
    host,
    port,
    urlOf: (database, secret = password) => `http://playhead:${encodeURIComponent(secret)}@${host}:${port}/${database}`,
    async ask(query) {
      const authorization = `Basic ${Buffer.from(`playhead:${password}`).toString('base64')}`
      const response = await fetch(`http://${host}:${port}/`, { method: 'POST', body: query, headers: { authorization } })
      const text = await response.text()
      if (!response.ok) throw new Error(text)
      return text.trimEnd()
    },
    start,
    kill,
    async killAfterInsert(table) {
      const ended = once(child!, 'exit')
      await fetch(`http://${host}:${port}/die?after=${table}`)
      await ended
    },
    async dispose() {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
