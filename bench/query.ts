/**
 * CPU and time of the store's own questions as the index grows, and what it takes at rest; DuckDB and SQLite hold the same rows
 * where they can. One project, 50 events a session, made by SQL in the store's own tables.
 * `npm run bench -- query [--events 1000000,10000000,50000000] [--json]`
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Filter } from '@playhead/filter'
import { createChildConnection } from '../packages/store/src/index/connection.ts'
import { type Ask, createIndexEngine, type IndexEngine, linkConnection } from '../packages/store/src/index/engine.ts'
import type { Catalog } from '../packages/store/src/catalog/catalog.ts'
import { askBackdrop } from '../packages/store/src/question/backdrop.ts'
import { askClickMap } from '../packages/store/src/question/click-map.ts'
import { askPages } from '../packages/store/src/question/pages.ts'
import { askSessions } from '../packages/store/src/question/search-sessions.ts'
import { askSession } from '../packages/store/src/question/session.ts'
import { openDuck, openLite, type Peer, peerColumns, peerQuestions } from './query/peer.ts'
import { endMs, eventsPerSession, populate } from './query/population.ts'
import { childrenOf } from './server/process.ts'
import { median } from './server/sender.ts'

const option = (name: string, otherwise: string): string =>
  process.argv[process.argv.indexOf(`--${name}`) + 1 || process.argv.length] ?? otherwise
const sizes = option('events', '1000000,10000000,50000000').split(',').map(Number)
/** Each question is asked so often; medians of time, means of CPU (a tick is 10 ms). */
const times = 15
/** Up to here the others hold the rows too. */
const mostFor = { DuckDB: 10_000_000, SQLite: 1_000_000 } as const

const compound: Filter = {
  all: [{ device: 'phone' }, { source: 'google' }, { clicked: { element: 'main>section:1>button:1' } }, { page: '/p/0' }],
}
/** One in 60,000 sessions: fewer than a list holds, so that all are looked through. */
const rare: Filter = { all: [compound, { durationMs: { lt: 60_090 } }] }
const page = { page: '/p/0', device: 'phone' } as const
/** The day on which they are asked: the last that has visits. */
const range = { to: endMs }
const questions: Readonly<Record<string, (ask: Ask) => Promise<unknown>>> = {
  'click map of a page': (ask) => askClickMap(ask, 'bench', page),
  'click map of a page, 7 days': (ask) => askClickMap(ask, 'bench', { ...page, range: { from: endMs - 7 * 86_400_000, to: endMs } }),
  'click map under a compound filter': (ask) => askClickMap(ask, 'bench', { ...page, filter: compound }),
  'scrolled to 3/4 of a page, newest 50': (ask) =>
    askSessions(ask, 'bench', { range, filter: { scrollDepth: { page: '/p/0', gte: 0.75 } } }),
  'compound filter, newest 50': (ask) => askSessions(ask, 'bench', { range, filter: compound }),
  'text of an element, newest 50': (ask) => askSessions(ask, 'bench', { range, filter: { clicked: { text: 'xxxx xxx' } } }),
  'compound filter that few meet, newest 50': (ask) => askSessions(ask, 'bench', { range, filter: rare }),
  'signal on a page, newest 50': (ask) =>
    askSessions(ask, 'bench', { range, filter: { signal: 'rage-click', count: { gt: 1 }, on: { page: '/p/0' } } }),
  'the view that a click map is drawn on': (ask) => askBackdrop(ask, noLog, async () => null, 'bench', page),
  'one session': async (ask) => askSession(ask, 'bench', (await newestId(ask))!),
  'newest 50': (ask) => askSessions(ask, 'bench', { range }),
  'all pages': (ask) => askPages(ask, 'bench', {}),
}

/** What the log would say: that such a session is there. */
const noLog = { chunks: async () => [{ baseMs: 0 }] } as unknown as Catalog
let newest: string | undefined
const newestId = async (ask: Ask): Promise<string | undefined> =>
  (newest ??= (await askSessions(ask, 'bench', { range, limit: 1 })).items[0]?.id)

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
/** CPU ms of a process with its ended threads, which chDB has many of. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000
}

interface Figure {
  readonly question: string
  readonly cpuMs: number
  readonly wallMs: number
}
async function measure(question: string, pid: () => number, ask: () => Promise<unknown>): Promise<Figure> {
  // Once to warm up.
  await ask()
  const walls: number[] = []
  const cpu = cpuMs(pid())
  for (let i = 0; i < times; i++) {
    const from = performance.now()
    await ask()
    walls.push(performance.now() - from)
  }
  return { question, cpuMs: Math.round((cpuMs(pid()) - cpu) / times), wallMs: Math.round(median(walls)) }
}

interface Result {
  readonly engine: string
  readonly events: number
  readonly bytesPerEvent: number
  readonly bytesPerSession: number
  readonly figures: readonly Figure[]
}

async function restOf(engine: IndexEngine): Promise<Pick<Result, 'bytesPerEvent' | 'bytesPerSession'>> {
  // As they lie once the engine has merged its parts, which it does by itself in time.
  for (const table of ['events', 'sessions', 'signals']) await engine.command(`OPTIMIZE TABLE playhead.${table} FINAL`, {})
  const rows = await engine.ask<{ table: string; per: number }>(
    `SELECT table, sum(bytes_on_disk) / sum(rows) AS per FROM system.parts WHERE active AND database = 'playhead' GROUP BY table`,
    {},
  )
  const perOf = (table: string): number => Number((rows.find((row) => row.table === table)?.per ?? 0).toFixed(1))
  return { bytesPerEvent: perOf('events'), bytesPerSession: perOf('sessions') }
}

async function* openPeers(engine: IndexEngine, dir: string, events: number): AsyncGenerator<Peer> {
  if (events > Math.max(...Object.values(mostFor))) return
  const select = (table: 'events' | 'sessions'): string => `SELECT ${peerColumns[table].join(', ')} FROM playhead.${table}`
  if (events <= mostFor.DuckDB) {
    const file = (table: string): string => join(dir, `${table}.parquet`)
    for (const table of ['events', 'sessions'] as const) {
      rmSync(file(table), { force: true })
      await engine.command(`INSERT INTO FUNCTION file('${file(table)}', 'Parquet') ${select(table)}`, {})
    }
    rmSync(join(dir, 'rows.duckdb'), { force: true })
    yield openDuck(join(dir, 'rows.duckdb'), { events: file('events'), sessions: file('sessions') })
  }
  if (events <= mostFor.SQLite) {
    // In parts: all rows as one text are more than a string holds.
    const parts = Math.ceil(events / 100_000)
    async function* rowsOf(table: 'events' | 'sessions'): AsyncGenerator<unknown[][]> {
      for (let part = 0; part < parts; part++) {
        const where = `WHERE cityHash64(session) % ${parts} = ${part}`
        const rows = await engine.ask<Record<string, unknown>>(`${select(table)} ${where}`, {})
        yield rows.map((row) => peerColumns[table].map((column) => row[column]))
      }
    }
    for (const ending of ['', '-wal', '-shm']) rmSync(join(dir, `rows.db${ending}`), { force: true })
    yield openLite(join(dir, 'rows.db'), rowsOf)
  }
}

const dir = mkdtempSync(join(tmpdir(), 'playhead-bench-'))
const engine = createIndexEngine(
  linkConnection(createChildConnection(dir, { clickhouse: null, cluster: null }, (text) => process.stderr.write(`${text}\n`))),
)
const results: Result[] = []
let made = 0
for (const size of sizes) {
  const sessions = Math.round(size / eventsPerSession)
  await populate(engine, made, sessions - made)
  made = sessions
  process.stderr.write(`${size} events are there\n`)
  const rest = await restOf(engine)
  const pid = childrenOf(process.pid).find((child) => readFileSync(`/proc/${child}/cmdline`, 'latin1').includes('index-child'))!
  const figures: Figure[] = []
  for (const [name, ask] of Object.entries(questions))
    figures.push(
      await measure(
        name,
        () => pid,
        () => ask(engine.ask),
      ),
    )
  for (const [name, sql] of Object.entries(peerQuestions)) {
    const own = sql.replace(/FROM events/g, 'FROM playhead.events').replace(/FROM sessions/g, 'FROM playhead.sessions')
    figures.push(
      await measure(
        `same SQL: ${name}`,
        () => pid,
        () => engine.ask(own, {}),
      ),
    )
  }
  results.push({ engine: 'chDB', events: size, ...rest, figures })
  for await (const peer of openPeers(engine, dir, size)) {
    const found: Figure[] = []
    for (const [name, sql] of Object.entries(peerQuestions))
      found.push(
        await measure(
          `same SQL: ${name}`,
          () => process.pid,
          () => peer.ask(sql),
        ),
      )
    results.push({
      engine: peer.name,
      events: size,
      bytesPerEvent: Number((peer.sizeBytes() / size).toFixed(1)),
      bytesPerSession: 0,
      figures: found,
    })
    peer.close()
  }
}
await engine.close()
rmSync(dir, { recursive: true })

if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'query', eventsPerSession, times, results }))
else {
  const million = (count: number): string => `${count / 1e6}M`
  console.log(
    `## Query: CPU ms (time ms) of one question, of ${times} asked one after the other; aim at 50M events: click map 27, filter 59, newest 50: 12\n`,
  )
  console.log(
    `| question | ${results.map(({ engine: name, events }) => `${name}, ${million(events)}`).join(' | ')} |\n|---|${results.map(() => '---|').join('')}`,
  )
  for (const { question } of results[0]!.figures) {
    const cells = results
      .map(({ figures }) => figures.find((figure) => figure.question === question))
      .map((found) => (found ? `${found.cpuMs} (${found.wallMs})` : '–'))
    console.log(`| ${question} | ${cells.join(' | ')} |`)
  }
  console.log(`| bytes per event (the peers: their whole file) | ${results.map(({ bytesPerEvent }) => bytesPerEvent).join(' | ')} |`)
  console.log(`| bytes per session row | ${results.map(({ bytesPerSession }) => bytesPerSession || '–').join(' | ')} |\n`)
}
