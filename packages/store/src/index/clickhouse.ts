import { type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import { StoreError } from '../error.ts'
import type { EngineLink, IndexEngine } from './engine.ts'

/** A ClickHouse server, or a cluster of them. */
export interface ClickHousePlace {
  /** `https://user:password@host:8443/database` */
  readonly url: string
  readonly cluster: string | undefined
}
interface Address {
  /** Without user, password and database. */
  readonly origin: string
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A question is stopped by ClickHouse after 20 s; who waits for one that never answers is told after these. */
const questionMs = 30_000
/** Statements on all servers of a cluster wait for each, and deleting writes large parts anew. */
const changeMs = 600_000
/** The release whose SQL is the oldest that this code is written for. */
const oldest = { major: 24, minor: 8 } as const

/** Reads `https://user:password@host:8443/database`. The form is checked where the environment is. */
function readAddress({ url }: ClickHousePlace): Address {
  const { origin, username, password, pathname } = new URL(url)
  return {
    origin,
    user: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
    database: pathname.slice(1).replace(/\/$/, '') || 'playhead',
  }
}

/** Leads to a ClickHouse by HTTP. It is not spoken to yet. */
export function linkClickHouse(place: ClickHousePlace): EngineLink {
  const address = readAddress(place)
  const options: ClickHouseClientConfigOptions = {
    url: address.origin,
    username: address.user,
    password: address.password,
    application: 'playhead',
    log: { level: 127 },
    // Statements name their database: one that is not there yet is no reason to refuse them.
    max_open_connections: 10,
  }
  return {
    layout: { database: address.database, cluster: place.cluster },
    starts: 1,
    asking: createClient({ ...options, request_timeout: questionMs }),
    changing: createClient({ ...options, request_timeout: changeMs }),
    explain: (error) => explain(error, address, place.cluster),
  }
}

/**
 * Asks for the version, makes the tables or brings them up to date, and writes, reads and deletes a row, so that what is not
 * allowed is known at the start. Throws StoreError `clickhouse-unreachable`, `newer-data`.
 */
export async function checkClickHouse(link: EngineLink, engine: IndexEngine, place: ClickHousePlace): Promise<void> {
  const version = await readVersion(link)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor))
    throw new StoreError(
      'clickhouse-unreachable',
      `ClickHouse at ${readAddress(place).origin} is version ${version}, but ${oldest.major}.${oldest.minor} or later is needed. Update it, or name another in PLAYHEAD_CLICKHOUSE_URL.`,
    )
  await engine.prepare()
  const [name, value] = ['check', String(Date.now())]
  await engine.writeFact(name, value)
  const found = await engine.readFact(name)
  await engine.command(`DELETE FROM ${engine.stored('about')} WHERE name = {name:String}`, { name })
  await engine.ask(`SELECT count() FROM ${partsOf(engine)} WHERE NOT active`, {})
  if (found !== value)
    throw new StoreError('clickhouse-unreachable', `ClickHouse at ${readAddress(place).origin} does not give back what was put there.`)
}

/** The version, as `26.7.2.1`. Throws StoreError `clickhouse-unreachable`. */
async function readVersion({ asking, explain: told }: EngineLink): Promise<string> {
  try {
    const [row] = await (await asking.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' })).json<{ version: string }>()
    return row?.version ?? ''
  } catch (error) {
    throw told(error as Error)
  }
}

/** For people: which ClickHouse answers there. Throws StoreError `clickhouse-unreachable`. */
export async function describeClickHouse(place: ClickHousePlace): Promise<{ address: string; version: string }> {
  const link = linkClickHouse(place)
  const { origin, database } = readAddress(place)
  const address = `${origin}/${database}${place.cluster === undefined ? '' : `, cluster ${place.cluster}`}`
  return { address, version: await readVersion(link).finally(() => Promise.all([link.asking.close(), link.changing.close()])) }
}

/** Where the parts of tables are listed: those of all servers. */
export const partsOf = ({ layout: { cluster } }: Pick<IndexEngine, 'layout'>): string =>
  cluster === undefined ? 'system.parts' : `clusterAllReplicas('${cluster}', system.parts)`

/** ClickHouse's numbers of errors that say how things stand with it, and not that a statement is wrong; with what to check. */
const advices: readonly (readonly [codes: readonly number[], advice: string])[] = [
  [[192, 193, 194, 516], 'Check the user and password (percent-encoded) in PLAYHEAD_CLICKHOUSE_URL.'],
  [[164, 497], 'The user must be allowed what docs/deploy.md lists under "Index in ClickHouse".'],
  [[60, 81], 'The tables were removed while this ran: a restart builds them again from the log.'],
  [[170, 701], 'Check PLAYHEAD_CLICKHOUSE_CLUSTER: system.clusters lists the names.'],
  [[139, 225, 242, 999], 'Check its Keeper, and the macros shard and replica.'],
  [[243], 'Its disk is full.'],
  [[3, 23, 198, 202, 209, 210, 236, 252, 279, 285, 286, 319, 394, 439, 519, 573], 'Its own log says why; it is asked again.'],
]

/** Says which ClickHouse, never with its password, and what to check; an error of ours is left as it is. */
function explain(error: Error, { origin, database, user }: Address, cluster: string | undefined): Error {
  const code = 'type' in error ? Number((error as { code?: string }).code) : null
  const of = `ClickHouse at ${origin} (database ${database}, user ${user}${cluster === undefined ? '' : `, cluster ${cluster}`})`
  const why = (error.message || (error as NodeJS.ErrnoException).code || 'no answer').replace(/\s+/g, ' ').trim().slice(0, 300)
  if (code === null) {
    const advice = 'Check that it runs, and that PLAYHEAD_CLICKHOUSE_URL names the right host and its HTTP port.'
    return new StoreError('clickhouse-unreachable', `${of} does not answer: ${why}. ${advice}`, { cause: error })
  }
  const advice = advices.find(([codes]) => codes.includes(code))?.[1]
  if (advice === undefined) return error
  return new StoreError('clickhouse-unreachable', `${of} said: ${why.replace(/\.$/, '')}. ${advice}`, { cause: error })
}
