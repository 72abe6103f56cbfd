import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNode, type Node } from './node.ts'
import { createPost, type Post } from './post.ts'
import { removeFolder } from '../../e2e/harness/remove-folder.ts'

export const siteOrigin = 'https://shop.example.com'

export interface Project {
  readonly id: string
  readonly writeKey: string
}
export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Response>

/** The built server in a process of its own, which may be ended and started again on its data. */
export interface Bed extends Node {
  readonly dataDir: string
  readonly project: Project
  /** Asks as the first account. */
  readonly ask: Ask
  readonly post: Post
  /** Another project; its key has a bucket of its own. */
  createProject(name: string): Promise<Project>
  close(): Promise<void>
}
export interface BedOptions {
  /** Default: a new one, which goes with the bed. */
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
  /** The repository of another version. */
  readonly root?: string
}

export async function openBed({ dataDir: given, env = {}, root }: BedOptions = {}): Promise<Bed> {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'playhead-faults-'))
  const node = createNode({ PLAYHEAD_DATA: dataDir, ...env }, root)

  await node.start()
  const { url } = node
  const ask = await signIn(url, /\/setup#token=(\S+)/.exec(node.output())![1]!)
  const createProject = async (name: string): Promise<Project> => {
    const answer = await ask('POST', '/api/v1/projects', { name, origins: [siteOrigin] })
    if (answer.status !== 201) throw new Error(`project: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Project
  }
  const post = createPost(url)
  const project = await createProject('Shop')
  return {
    url,
    dataDir,
    project,
    ask,
    post,
    get pid() {
      return node.pid
    },
    output: node.output,
    end: node.end,
    start: node.start,
    createProject,
    memory: node.memory,
    forgetMost: node.forgetMost,
    async close() {
      post.close()
      await node.end('SIGKILL')
      if (given === undefined) removeFolder(dataDir)
    },
  }
}

/** Makes the first account with the printed link, and asks as it. */
export async function signIn(url: string, token: string): Promise<Ask> {
  const send = (method: string, path: string, body: unknown, cookie: string): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const account = { token, name: 'Ada', email: 'ada@example.com', password: 'a long enough passphrase' }
  const answer = await send('POST', '/api/v1/setup', account, '')
  if (!answer.ok) throw new Error(`set-up: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  return (method, path, body) => send(method, path, body, cookie)
}
