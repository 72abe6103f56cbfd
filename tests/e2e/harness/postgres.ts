import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findPort, installPackages } from './debian.ts'

export interface TestPostgres {
  readonly host: string
  readonly port: number
  /** A new, empty database. `encoding` other than UTF8 for those who must be refused. */
  createDatabase(encoding?: string): Promise<string>
  /** Address of a database, for the superuser or another. */
  urlOf(database: string, user?: string, password?: string): string
  /** Ends at once, as in a crash. */
  kill(): Promise<void>
  start(): Promise<void>
  dispose(): Promise<void>
}

/** Debian keeps each version's programs apart; the newest is taken. */
function findPrograms(): string | null {
  const versions = '/usr/lib/postgresql'
  const found = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : []
  return found.map((version) => join(versions, version, 'bin')).find((path) => existsSync(join(path, 'initdb'))) ?? null
}

/** Why there is no PostgreSQL to test with here; null: there is one, installed just now if need be. */
export function whyNoPostgres(): string | null {
  if (findPrograms() || (installPackages(['postgresql']) && findPrograms())) return null
  return 'no PostgreSQL in /usr/lib/postgresql, and only root on Debian can install it'
}

/** PostgreSQL refuses to run as root. */
function findUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim() || Number.NaN)
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  return Number.isNaN(uid) || Number.isNaN(gid) ? { uid: 65_534, gid: 65_534 } : { uid, gid }
}

/** A PostgreSQL of its own on a free port of the loopback, with a superuser `playhead`. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPrograms()!
  const user = findUser()
  const dir = mkdtempSync(join(tmpdir(), 'playhead-postgres-'))
  const password = randomBytes(12).toString('hex')
  writeFileSync(join(dir, 'password'), password)
  if (user.uid !== undefined) for (const path of [dir, join(dir, 'password')]) chownSync(path, user.uid, user.gid!)
  const options = ['-D', join(dir, 'data'), '-U', 'playhead', '--pwfile', join(dir, 'password'), '-A', 'scram-sha-256', '-E', 'UTF8']
  const made = spawnSync(join(programs, 'initdb'), [...options, '--locale', 'C', '--no-sync'], { ...user, cwd: dir, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}`)

  const host = '127.0.0.1'
  const port = await findPort()
  const settings = [`listen_addresses=${host}`, `port=${port}`, `unix_socket_directories=${dir}`, 'fsync=off']
  let child: ChildProcess | null = null
  const urlOf: TestPostgres['urlOf'] = (database, name = 'playhead', secret = password) =>
    `postgres://${name}:${secret}@${host}:${port}/${database}`

  async function start(): Promise<void> {
    const flags = settings.flatMap((setting) => ['-c', setting])
    const started = spawn(join(programs, 'postgres'), ['-D', join(dir, 'data'), ...flags], {
      ...user,
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    started.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)))
    child = started
    for (const untilMs = Date.now() + 30_000; Date.now() < untilMs && started.exitCode === null;) {
      if (
        await ask('postgres', 'SELECT 1').then(
          () => true,
          () => false,
        )
      )
        return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`PostgreSQL did not start: ${said}`)
  }
  async function ask(database: string, text: string): Promise<void> {
    const client = new pg.Client({ connectionString: urlOf(database) })
    client.on('error', () => undefined)
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill(signal)
    await once(ending, 'exit')
  }

  await start()
  let databases = 0
  return {
    host,
    port,
    urlOf,
    start,
    async createDatabase(encoding = 'UTF8') {
      const name = `test${++databases}`
      await ask('postgres', `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0`)
      return name
    },
    // PostgreSQL's "immediate shutdown": it ends without writing anything down, and its children with it.
    kill: () => end('SIGQUIT'),
    async dispose() {
      await end('SIGINT')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
