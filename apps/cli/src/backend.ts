import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import {
  ApiError,
  type ErasureReceipt,
  type ErasureRequest,
  importRecording,
  type ImportResult,
  isErrorCode,
  recordingSource,
  rrwebOf,
  type SessionEvent,
  tellStored,
} from '@playhead/api'
import { type AssetState, openStore, type RecordingState, type Store } from '@playhead/store'
import type { RecordingManifest, RecordingSource } from '@playhead/wire'
import { dataDirOf, existingDataDir, isCluster, placesOf } from './place.ts'
import { findServer, type FoundServer } from './server.ts'

type Tell = (done: number, total: number) => void
interface Reindexed {
  readonly chunks: number
  readonly sessions: number
}
interface Refusal {
  readonly error?: { readonly code: unknown; readonly detail?: string }
}

/** The recordings, through the running server or, when none runs, straight from the data directory; a cluster's from where it keeps them. */
export interface Backend {
  importRrweb(project: string, json: string): Promise<ImportResult>
  exportRrweb(project: string, session: string): Promise<string>
  events(project: string, session: string): Promise<SessionEvent[]>
  /** What is kept under an asset's hash, told without changing it. */
  assetState(project: string, hash: string): Promise<AssetState>
  /** What its recording file is worth, told without changing it. */
  fileState(project: string, session: string): Promise<RecordingState>
  /** What was received of it. Null: the project does not have the session. */
  source(project: string, session: string): Promise<RecordingSource | null>
  /** Null: the project holds nothing of the subject. */
  erase(project: string, request: ErasureRequest): Promise<ErasureReceipt | null>
  /** How many stretches of the log are known to be damaged or missing. */
  damages(): Promise<number>
  projectIds(): Promise<string[]>
  /** Of all sessions that chunks are kept of. */
  sessionIds(project: string): Promise<string[]>
  reindex(onProgress: Tell): Promise<Reindexed>
}

/** `ids`: those there are, where they are known. */
export const noProject = (asked: string, ids?: readonly string[]): ApiError =>
  new ApiError(
    'not-found',
    `No project has the id ${JSON.stringify(asked)}; \`playhead project list\` shows them${ids ? `: ${ids.join(' ')}` : ''}`,
  )

/** Throws where there is no such project: a name is not its id. */
export async function checkProject(backend: Backend, asked: string): Promise<void> {
  const ids = await backend.projectIds()
  if (!ids.includes(asked)) throw noProject(asked, ids)
}

/** Without `project`: all were asked. */
export const noSession = (asked: string, project?: string): ApiError =>
  new ApiError(
    'not-found',
    `${project === undefined ? 'No project has a' : `The project ${project} has no`} session with the id ${JSON.stringify(asked)}.`,
  )

/**
 * Opens whichever is there, runs `work` with it, and closes it.
 * @param isWatching whether the server is to log what is read as views; false for what looks at bytes only
 */
export async function withBackend<T>(work: (backend: Backend) => Promise<T>, isWatching = true): Promise<T> {
  const dir = isCluster() ? dataDirOf() : existingDataDir()
  const server = isCluster() ? null : await findServer(dir)
  if (server) return work(overHttp(server, isWatching))
  const store = await openStore({ ...placesOf(dir), roles: ['api'], onNotice: (text) => process.stderr.write(`${text}\n`) })
  try {
    return await work(onDisk(store))
  } finally {
    await store.close()
  }
}

function overHttp({ client, url, token }: FoundServer, isWatching: boolean): Backend {
  const control = (method: 'GET' | 'POST', path: string): Promise<Response> =>
    fetch(`${url}/api/v1/control/${path}`, { method, headers: { authorization: `Bearer ${token}` } })
  function parse<T>(json: string): T {
    const body = JSON.parse(json) as T & Refusal
    if (!body.error) return body
    throw new ApiError(isErrorCode(body.error.code) ? body.error.code : 'internal', body.error.detail)
  }
  const ask = async <T>(path: string): Promise<T> => parse<T>(await (await control('GET', path)).text())
  const received = (project: string, session: string): Promise<RecordingManifest> =>
    isWatching ? client.sessions.received(project, session) : ask(`received/${project}/${session}`)
  return {
    importRrweb: (project, json) => client.importRrweb(project, json),
    exportRrweb: (project, session) => client.sessions.exportRrweb(project, session),
    events: (project, session) => client.sessions.events(project, session),
    assetState: async (project, hash) => (await ask<{ state: AssetState }>(`assets/${project}/${hash}`)).state,
    fileState: async (project, session) => (await ask<{ state: RecordingState }>(`recordings/${project}/${session}`)).state,
    async source(project, session) {
      const manifest = await orNull(received(project, session))
      return manifest && recordingSource(client, project, manifest)
    },
    erase: (project, request) => orNull(client.erasures.create(project, request)),
    damages: async () => ((await (await fetch(`${url}/health`)).json()) as { index?: { damages?: number } }).index?.damages ?? 0,
    projectIds: async () => (await client.projects.list()).items.map(({ id }) => id),
    sessionIds: async (project) => (await ask<{ ids: string[] }>(`sessions/${project}`)).ids,
    async reindex(onProgress) {
      const { body } = await control('POST', 'reindex')
      for await (const line of createInterface(Readable.fromWeb(body!))) {
        const said = line ? parse<{ done: number; total: number } | { result: Reindexed }>(line) : null
        if (said && 'result' in said) return said.result
        if (said) onProgress(said.done, said.total)
      }
      throw new ApiError('server-unreachable', 'It ended before the index was built; its next start goes on with it.')
    },
  }
}

function onDisk(store: Store): Backend {
  const source = async (project: string, session: string): Promise<RecordingSource | null> => {
    const manifest = await store.recording(project, session)
    return (
      manifest && {
        manifest,
        async loadChunk({ tab, seq }) {
          const bytes = await store.chunkBytes(project, session, tab, seq)
          if (!bytes) throw new ApiError('damaged-data', `chunk ${seq} of tab ${tab} is lost`)
          return bytes
        },
        loadAsset: (hash) => store.assets.get(project, hash),
      }
    )
  }
  return {
    async importRrweb(project, json) {
      if (!(await store.metadata.projects.byId(project))) throw noProject(project)
      const result = await importRecording(json, { append: (chunk) => store.append({ project, ...chunk }) })
      await store.flushIndex().catch(tellStored(result.sessionId))
      await store.recordings.finish(project, result.sessionId)
      return result
    },
    async exportRrweb(project, session) {
      const found = await source(project, session)
      if (!found) throw noSession(session, project)
      return JSON.stringify(await rrwebOf(found))
    },
    async events(project, session) {
      const events: SessionEvent[] = []
      for await (const event of store.sessionSignals(project, session)) events.push(event)
      return events
    },
    assetState: store.assets.check,
    fileState: store.recordings.check,
    source,
    async erase(project, { subject, subjectId }) {
      const receipt = await store.erase(project, { kind: subject, id: subjectId }, 'command')
      return receipt && { ...receipt, sessions: [...receipt.sessions] }
    },
    damages: async () => (await store.health()).damages,
    projectIds: async () => (await store.metadata.projects.list()).map(({ id }) => id),
    sessionIds: store.sessionIds,
    reindex: store.reindex,
  }
}

async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return null
    throw error
  }
}
