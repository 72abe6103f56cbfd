import { z } from 'zod'
import { ApiError } from './error.ts'

export const roles = ['ingest', 'api', 'worker'] as const
export type Role = (typeof roles)[number]

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

/** What the environment says, checked. */
export interface Environment {
  readonly port: number
  /** The one address that it listens on; undefined: every address of the machine. */
  readonly host: string | undefined
  readonly dataDir: string
  /** Origin under which people and sites reach this server; undefined: the address it listens on. */
  readonly publicUrl: string | undefined
  readonly roles: readonly Role[]
  /** Addresses and CIDRs of proxies on other machines whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** Addresses and CIDRs of one's own people, whose visits are not recorded. */
  readonly internalNetworks: readonly string[]
  /** Key of session tokens; undefined: the data directory keeps one of its own. */
  readonly secret: string | undefined
  readonly logLevel: LogLevel | undefined
  /** Where projects, accounts and notes are; undefined: in the data directory. Holds a password: never shown. */
  readonly postgresUrl: string | undefined
  /** Where assets and recording files are; undefined: in the data directory. Holds a secret: never shown. */
  readonly s3Url: string | undefined
  /** Where the index is; undefined: in the data directory. The URL holds a password: never shown. */
  readonly clickhouse: { readonly url: string; readonly cluster: string | undefined } | undefined
}

const known: ReadonlySet<string> = new Set([
  // Not HOST: some shells and package managers set that to the machine's name, or to its architecture.
  'PLAYHEAD_HOST',
  'PLAYHEAD_DATA',
  'PLAYHEAD_PUBLIC_URL',
  'PLAYHEAD_ROLES',
  'PLAYHEAD_TRUSTED_PROXIES',
  'PLAYHEAD_INTERNAL_NETWORKS',
  'PLAYHEAD_SECRET',
  'PLAYHEAD_LOG',
  'PLAYHEAD_CHROMIUM',
  'PLAYHEAD_POSTGRES_URL',
  'PLAYHEAD_S3_URL',
  'PLAYHEAD_CLICKHOUSE_URL',
  'PLAYHEAD_CLICKHOUSE_CLUSTER',
])

const hostForm = z.union([z.ipv4(), z.ipv6()])
const addressForm = z.union([hostForm, z.cidrv4(), z.cidrv6()])

const isOneOf = <T extends string>(names: readonly T[], text: string): text is T => (names as readonly string[]).includes(text)

/** Throws an ApiError `bad-environment` whose detail names the variable and what it should be. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const bad = (name: string, why: string): never => {
    throw new ApiError('bad-environment', `${name} ${why}`)
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith('PLAYHEAD_') || known.has(name)) continue
    bad(name, `is not a setting of Playhead. It knows ${[...known].join(', ')}.`)
  }
  const text = (name: string): string | undefined => env[name]?.trim() || undefined

  const portText = text('PORT') ?? '4700'
  const port = Number(portText)
  if (!/^\d+$/.test(portText) || port > 65_535) bad('PORT', `is "${portText}", but must be a number from 0 to 65535.`)

  const host = text('PLAYHEAD_HOST')
  if (host !== undefined && !hostForm.safeParse(host).success)
    bad('PLAYHEAD_HOST', `is "${host}", but must be an address of this machine, such as 127.0.0.1, or :: for all of them.`)

  const publicUrl = text('PLAYHEAD_PUBLIC_URL')?.replace(/\/$/, '')
  if (publicUrl !== undefined && (!URL.canParse(publicUrl) || !/^https?:\/\//.test(publicUrl) || new URL(publicUrl).origin !== publicUrl))
    bad('PLAYHEAD_PUBLIC_URL', `is "${publicUrl}", but must be an origin such as https://playhead.example.com.`)

  const roleNames = (text('PLAYHEAD_ROLES') ?? roles.join(',')).split(',').map((name) => name.trim())
  const wrong = roleNames.find((name) => !isOneOf(roles, name))
  if (wrong !== undefined) bad('PLAYHEAD_ROLES', `names "${wrong}", but the roles are ${roles.join(', ')}.`)

  const addresses = (variable: string): readonly string[] => {
    const names =
      text(variable)
        ?.split(',')
        .map((name) => name.trim()) ?? []
    const other = names.find((name) => !addressForm.safeParse(name).success)
    if (other !== undefined)
      bad(variable, `names "${other}", but must be a comma-separated list of addresses and CIDRs, such as 10.0.0.0/8, 192.0.2.1, fd00::/8.`)
    return names
  }

  const secret = text('PLAYHEAD_SECRET')
  if (secret !== undefined && secret.length < 16) bad('PLAYHEAD_SECRET', 'must be at least 16 characters long.')

  const level = text('PLAYHEAD_LOG')
  if (level !== undefined && !isOneOf(logLevels, level)) bad('PLAYHEAD_LOG', `is "${level}", but must be one of ${logLevels.join(', ')}.`)

  const postgresUrl = text('PLAYHEAD_POSTGRES_URL')
  if (postgresUrl !== undefined && !isPostgresUrl(postgresUrl))
    bad('PLAYHEAD_POSTGRES_URL', 'must look like postgres://user:password@host:5432/database.')

  const s3Url = text('PLAYHEAD_S3_URL')
  if (s3Url !== undefined && !isS3Url(s3Url)) bad('PLAYHEAD_S3_URL', 'must look like https://KEY:SECRET@host/bucket?region=eu-central-1.')

  const clickhouseUrl = text('PLAYHEAD_CLICKHOUSE_URL')
  if (clickhouseUrl !== undefined && !isClickHouseUrl(clickhouseUrl))
    bad(
      'PLAYHEAD_CLICKHOUSE_URL',
      'must look like https://user:password@host:8443/database; the database’s name has letters, digits and _.',
    )
  const cluster = text('PLAYHEAD_CLICKHOUSE_CLUSTER')
  // `{cluster}` is ClickHouse's own word for the cluster that a server is in.
  if (cluster !== undefined && cluster !== '{cluster}' && !/^[\w.-]+$/.test(cluster))
    bad('PLAYHEAD_CLICKHOUSE_CLUSTER', `is "${cluster}", but must be a name of system.clusters: letters, digits, _, - and dots.`)
  if (cluster !== undefined && clickhouseUrl === undefined)
    bad('PLAYHEAD_CLICKHOUSE_CLUSTER', 'names a cluster, but PLAYHEAD_CLICKHOUSE_URL names no server of it.')

  return {
    port,
    host,
    dataDir: text('PLAYHEAD_DATA') ?? './data',
    publicUrl,
    roles: roleNames.filter((name) => isOneOf(roles, name)),
    trustedProxies: addresses('PLAYHEAD_TRUSTED_PROXIES'),
    internalNetworks: addresses('PLAYHEAD_INTERNAL_NETWORKS'),
    secret,
    logLevel: level !== undefined && isOneOf(logLevels, level) ? level : undefined,
    postgresUrl,
    s3Url,
    clickhouse: clickhouseUrl === undefined ? undefined : { url: clickhouseUrl, cluster },
  }
}

/** A socket's folder may stand for the host: `postgres:///database?host=/run/postgresql`. */
function isPostgresUrl(text: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return false
  const { hostname, pathname, searchParams } = new URL(text)
  return (hostname !== '' || searchParams.has('host')) && pathname.length > 1
}

/** Folders below the bucket are names of letters, digits, `_`, `-` and `.`, as those of objects are. */
function isS3Url(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false
  const { username, password, pathname, searchParams, hash } = new URL(text)
  const isKnown = [...searchParams.keys()].every((name) => name === 'region')
  return (
    username !== '' &&
    password !== '' &&
    /^(\/[\w-][\w.-]*)+\/?$/.test(pathname) &&
    isKnown &&
    hash === '' &&
    isEncoded(username + password)
  )
}

/** Without a user it is ClickHouse's `default`, without a database `playhead`. */
function isClickHouseUrl(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false
  const { username, password, pathname, search, hash } = new URL(text)
  return /^\/([A-Za-z_]\w*)?$/.test(pathname) && search + hash === '' && (username + password === '' || isEncoded(username + password))
}

function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}
