/**
 * ClickHouse's HTTP interface over a chDB, for tests: the engine, its SQL and its errors are ClickHouse's own; what is ours is the
 * little that `@clickhouse/client` says over HTTP. `node --import tsx clickhouse-server.ts <dir> <port>`, with the password in
 * TEST_PASSWORD. Ends with its parent.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { gunzipSync, gzipSync } from 'node:zlib'

const [dir = '', port = '0'] = process.argv.slice(2)
const user = 'playhead'
const password = process.env['TEST_PASSWORD'] ?? ''
/** Some tests want another version than the engine has. */
const version = process.env['TEST_VERSION']
/** What is used of chDB, which is a dependency of the store, not of the tests. */
interface ChdbSession {
  queryAsync(sql: string, options?: { format: string }): Promise<{ bytes(): Uint8Array }>
  close(): void
}
const requireOfStore = createRequire(new URL('../../../packages/store/src/index.ts', import.meta.url))
const { Session } = requireOfStore('chdb') as { Session: new (path: string) => ChdbSession }
/** Keeps the engine up between requests, each of which has a session of its own: what it sets is not seen by others. */
const engine = new Session(dir)

/** What speaks of the exchange and not of the query. */
const ofTheExchange: ReadonlySet<string> = new Set(
  'query query_id database default_format wait_end_of_query send_progress_in_http_headers enable_http_compression'.split(' '),
)
/** Tables after whose next insert the server ends, with the rows in and no answer given. */
const dieAfter = new Set<string>()

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Buffer
}
const refuse = (status: number, code: number, text: string): Answer => ({
  status,
  headers: { 'x-clickhouse-exception-code': String(code) },
  body: Buffer.from(`Code: ${code}. DB::Exception: ${text} (version 26.7.2.1)`),
})
const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

/**
 * A cluster needs servers that reach each other, and a Keeper; here is one server, without. So what makes its tables several is
 * taken out of a statement, and the table over all servers is one over this one, as ClickHouse's `remote` makes it: it takes
 * questions apart and rows in as a Distributed one does.
 */
const asOneServer = (query: string): string =>
  query
    .replace(/ ON CLUSTER '[^']*'/, '')
    .replace('ENGINE = Replicated', 'ENGINE = ')
    .replace(
      /replicated_deduplication_window = (\d+), replicated_deduplication_window_seconds = \d+/,
      'non_replicated_deduplication_window = $1',
    )
    .replace(/AS \S+\s+ENGINE = Distributed\('[^']*', '(\w+)', '(\w+)', (.*)\)$/, `AS remote('127.0.0.1', $1.$2, $3)`)
    .replace(', prefer_localhost_replica = 0', '')
    .replace(/clusterAllReplicas\('[^']*', system\.parts\)/, 'system.parts')

async function run(address: URL, body: string): Promise<Answer> {
  const params = address.searchParams
  const inUrl = params.get('query')
  let query = inUrl === null ? asOneServer(body) : `${asOneServer(inUrl)}\n${body}`
  if (version !== undefined) query = query.replace('version()', literal(version))
  const session = new Session(dir)
  try {
    for (const [name, value] of params) if (!ofTheExchange.has(name)) await session.queryAsync(`SET ${name} = ${literal(value)}`)
    if (params.has('database')) await session.queryAsync(`USE ${params.get('database')}`)
    const format = params.get('default_format') ?? 'TabSeparated'
    const result = await session.queryAsync(query, { format })
    const table = /^INSERT INTO \w+\.(\w+)/.exec(query)?.[1]
    if (table !== undefined && dieAfter.has(table)) process.kill(process.pid, 'SIGKILL')
    return {
      status: 200,
      headers: { 'x-clickhouse-format': format, 'x-clickhouse-query-id': params.get('query_id') ?? '' },
      body: Buffer.from(result.bytes()),
    }
  } catch (error) {
    const text = (error as Error).message
    const code = /Code: (\d+)/.exec(text)?.[1] ?? '1001'
    return { status: code === '60' || code === '81' ? 404 : 500, headers: { 'x-clickhouse-exception-code': code }, body: Buffer.from(text) }
  } finally {
    session.close()
  }
}

function isAllowed({ headers }: IncomingMessage): boolean {
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return headers.authorization === basic || (headers['x-clickhouse-user'] === user && headers['x-clickhouse-key'] === password)
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const address = new URL(request.url ?? '/', 'http://localhost')
  if (address.pathname === '/ping') return { status: 200, headers: {}, body: Buffer.from('Ok.\n') }
  if (address.pathname === '/die') {
    dieAfter.add(address.searchParams.get('after') ?? '')
    return { status: 200, headers: {}, body: Buffer.alloc(0) }
  }
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  if (!isAllowed(request))
    return refuse(
      403,
      516,
      `${user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
    )
  const sent = Buffer.concat(parts)
  return run(address, (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString())
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  const isAsked = /gzip/.test(String(request.headers['accept-encoding'] ?? '')) && request.url?.includes('enable_http_compression=1')
  response.writeHead(status, { ...headers, ...(isAsked ? { 'content-encoding': 'gzip' } : {}) })
  response.end(isAsked ? gzipSync(body) : body)
}

// ClickHouse takes addresses of up to 1 MiB.
createServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
  answer(request).then(
    (given) => send(request, response, given),
    (error: unknown) => send(request, response, refuse(500, 1001, `${String(error)} (STD_EXCEPTION)`)),
  )
}).listen(Number(port), '127.0.0.1', () => process.send?.('ready'))
process.on('disconnect', () => {
  engine.close()
  process.exit(0)
})
