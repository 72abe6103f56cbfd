import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startClickHouse } from '../../e2e/harness/clickhouse.ts'
import { startPostgres, whyNoPostgres } from '../../e2e/harness/postgres.ts'
import { removeFolder } from '../../e2e/harness/remove-folder.ts'
import { startSwift, whyNoS3 } from '../../e2e/harness/swift.ts'
import { createNode, type Node } from './node.ts'
import { createPost, type Post } from './post.ts'
import { type Bed, type Project, signIn, siteOrigin } from './server.ts'

/** Two servers that take chunks, one that answers, one that works, and what they share: PostgreSQL, S3, ClickHouse. */
export interface Cluster extends Pick<Bed, 'ask' | 'project'> {
  readonly nodes: Readonly<Record<'ingest1' | 'ingest2' | 'api' | 'worker', Node>>
  /** Sends to either of the servers that take chunks, in turn. */
  readonly post: Post
  /** Asks PostgreSQL. */
  query<Row>(text: string): Promise<Row[]>
  /** Asks ClickHouse, where the database is `playhead`; one row a line, columns apart by tabs. */
  askIndex(query: string): Promise<string>
  close(): Promise<void>
}

/** Why there is nothing to run one with here; null: there is. */
export const whyNoCluster = (): string | null => whyNoPostgres() ?? whyNoS3()

/** `s3Port`: the port through which the servers reach S3, which listens on the port that it is given; default: that one. */
export async function openCluster({ s3Port = async (port: number) => port } = {}): Promise<Cluster> {
  const closing: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const end of closing.reverse()) await end()
  }
  try {
    const postgres = await startPostgres()
    closing.push(() => postgres.dispose())
    const swift = await startSwift()
    closing.push(() => swift.dispose())
    const clickhouse = await startClickHouse()
    closing.push(() => clickhouse.dispose())
    const shared = {
      PLAYHEAD_POSTGRES_URL: postgres.urlOf(await postgres.createDatabase()),
      PLAYHEAD_S3_URL: Object.assign(new URL(await swift.createBucket()), { port: await s3Port(swift.port) }).href,
      PLAYHEAD_CLICKHOUSE_URL: clickhouse.urlOf('playhead'),
    }
    const create = async (roles: string): Promise<Node> => {
      const dir = mkdtempSync(join(tmpdir(), 'playhead-node-'))
      const node = createNode({ ...shared, PLAYHEAD_DATA: dir, PLAYHEAD_ROLES: roles })
      closing.push(async () => {
        await node.end('SIGKILL')
        removeFolder(dir)
      })
      await node.start()
      return node
    }
    const api = await create('api')
    const ask = await signIn(api.url, /\/setup#token=(\S+)/.exec(api.output())![1]!)
    const nodes = { api, worker: await create('worker'), ingest1: await create('ingest'), ingest2: await create('ingest') }
    const made = await ask('POST', '/api/v1/projects', { name: 'Shop', origins: [siteOrigin] })
    if (made.status !== 201) throw new Error(`project: ${made.status} ${await made.text()}`)
    const post = takeTurns([createPost(nodes.ingest1.url), createPost(nodes.ingest2.url)])
    closing.push(async () => post.close())
    const pool = new pg.Pool({ connectionString: shared.PLAYHEAD_POSTGRES_URL, max: 2 })
    closing.push(() => pool.end())
    return {
      nodes,
      ask,
      project: (await made.json()) as Project,
      post,
      query: async <Row>(text: string) => (await pool.query(text)).rows as Row[],
      askIndex: clickhouse.ask,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function takeTurns(posts: readonly Post[]): Post {
  let turn = 0
  const post = (path: string, body: Uint8Array): ReturnType<Post> => posts[turn++ % posts.length]!(path, body)
  return Object.assign(post, { closed: posts[0]!.closed, close: () => posts.forEach((one) => one.close()) })
}
