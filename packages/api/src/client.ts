import type { ChunkRef, RecordingManifest, SignalEvent } from '@playhead/wire'
import type { Me, SetupRequest, SignInRequest } from './account.ts'
import type { Clip, ClipRequest } from './clip.ts'
import type { DemoVisit, DemoVisitRequest } from './demo-visit.ts'
import type { ErasureReceipt, ErasureRequest } from './erasure.ts'
import { ApiError, isErrorCode } from './error.ts'
import type { Backdrop, ClickMap, HeatmapRequest, PageList, PageRequest } from './heatmap.ts'
import type { Note, NoteRequest } from './note.ts'
import type { OriginsRequest, Project, ProjectDetail, ProjectRequest, ProjectStatus } from './project.ts'
import type { ImportResult, ReplayFrame } from './recording.ts'
import type { Device } from './schema.ts'
import type { Storage, StorageRequest } from './storage.ts'
import type { Session, SessionList, SessionSearchRequest } from './session.ts'

export interface ClientOptions {
  /** Without a trailing slash; default: the page's own origin. */
  readonly baseUrl?: string | undefined
  /** Bearer token; without it the browser's cookie speaks. */
  readonly token?: string | undefined
  readonly fetch?: typeof fetch | undefined
}
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

/** A file as the server calls it. */
export interface NamedFile {
  readonly name: string
  readonly bytes: Blob
}

/** A decoded signal of a session, with the tab it happened in. */
export type SessionEvent = SignalEvent & { readonly tab: string }

export type Client = ReturnType<typeof createClient>

/**
 * The HTTP API as functions. Every one rejects with an ApiError: the server's own code,
 * or `server-unreachable` when there was no answer.
 */
export function createClient(options: ClientOptions = {}) {
  const request = options.fetch ?? ((input: Parameters<typeof fetch>[0], init?: RequestInit) => fetch(input, init))
  const base = options.baseUrl ?? ''

  async function send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, call: CallOptions = {}): Promise<Response> {
    const headers: Record<string, string> = options.token ? { authorization: `Bearer ${options.token}` } : {}
    if (body !== undefined) headers['content-type'] = 'application/json'
    let response: Response
    try {
      response = await request(base + path, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        ...(call.signal ? { signal: call.signal } : {}),
      })
    } catch (error) {
      if (call.signal?.aborted) throw error
      throw new ApiError('server-unreachable')
    }
    if (!response.ok) throw await errorFrom(response)
    return response
  }
  const get = async <T>(path: string, call?: CallOptions): Promise<T> => (await send('GET', path, undefined, call)).json() as Promise<T>
  const post = async <T>(path: string, body: unknown, call?: CallOptions): Promise<T> =>
    (await send('POST', path, body, call)).json() as Promise<T>
  const at = (project: string, rest: string): string => `/api/v1/projects/${encodeURIComponent(project)}${rest}`
  async function getFile(path: string): Promise<NamedFile> {
    const response = await send('GET', path, undefined)
    const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'playhead'
    return { name, bytes: await response.blob() }
  }
  const bytesOf = async (response: Response): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await response.arrayBuffer())

  return {
    me: (call?: CallOptions) => get<Me>('/api/v1/me', call),
    setup: (body: SetupRequest) => post<Me>('/api/v1/setup', body),
    signIn: (body: SignInRequest) => post<Me>('/api/v1/sign-in', body),
    signOut: () => post<{ ok: true }>('/api/v1/sign-out', {}),
    projects: {
      list: (call?: CallOptions) => get<{ items: Project[] }>('/api/v1/projects', call),
      create: (body: ProjectRequest) => post<ProjectDetail>('/api/v1/projects', body),
      get: (project: string, call?: CallOptions) => get<ProjectDetail>(at(project, ''), call),
      /** Replaces the list of origins whose pages may send. */
      setOrigins: (project: string, body: OriginsRequest) => post<ProjectDetail>(at(project, '/origins'), body),
      storage: (project: string, call?: CallOptions) => get<Storage>(at(project, '/storage'), call),
      setStorage: async (project: string, body: StorageRequest): Promise<Storage> =>
        (await send('PUT', at(project, '/storage'), body)).json() as Promise<Storage>,
      status: (project: string, call?: CallOptions) => get<ProjectStatus>(at(project, '/status'), call),
    },
    sessions: {
      search: (project: string, body: SessionSearchRequest, call?: CallOptions) =>
        post<SessionList>(at(project, '/sessions/search'), body, call),
      get: (project: string, session: string, call?: CallOptions) => get<Session>(at(project, `/sessions/${session}`), call),
      /** One session by its id alone, in whichever project it is. */
      find: (session: string, call?: CallOptions) => get<Session>(`/api/v1/sessions/${encodeURIComponent(session)}`, call),
      /** All decoded signals of a session, in order of time within each tab. */
      async events(project: string, session: string, call?: CallOptions): Promise<SessionEvent[]> {
        const text = await (await send('GET', at(project, `/sessions/${session}/events`), undefined, call)).text()
        return text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as SessionEvent)
      },
      recording: (project: string, session: string, call?: CallOptions) =>
        get<RecordingManifest>(at(project, `/sessions/${session}/recording`), call),
      /** A span of a session as a file that opens without a server. */
      exportHtml: (project: string, session: string, span: { fromMs: number; toMs: number }): Promise<NamedFile> =>
        getFile(at(project, `/sessions/${session}/export?format=html&fromMs=${Math.round(span.fromMs)}&toMs=${Math.round(span.toMs)}`)),
      /** The chunks as they were received, also where a recording file has been made. */
      received: (project: string, session: string, call?: CallOptions) =>
        get<RecordingManifest>(at(project, `/sessions/${session}/recording?from=log`), call),
      /** Erases it for good. */
      erase: async (project: string, session: string): Promise<ErasureReceipt> =>
        (await send('DELETE', at(project, `/sessions/${session}`), undefined)).json() as Promise<ErasureReceipt>,
      exportRrweb: async (project: string, session: string, call?: CallOptions): Promise<string> =>
        (await send('GET', at(project, `/sessions/${session}/export?format=rrweb`), undefined, call)).text(),
    },
    /** Bytes of one chunk of a recording. */
    chunk: async (project: string, session: string, ref: Pick<ChunkRef, 'tab' | 'seq'>, call?: CallOptions) =>
      bytesOf(await send('GET', at(project, `/sessions/${session}/chunks/${ref.tab}/${ref.seq}`), undefined, call)),
    /** A piece of the recording file that a manifest names: a block, a checkpoint, or the signals in one piece. */
    part: async (project: string, session: string, file: string, part: RecordingPart, call?: CallOptions) =>
      bytesOf(await send('GET', at(project, `/sessions/${session}/recording/${file}/${pathOf(part)}`), undefined, call)),
    /** An asset's bytes; null: the project does not hold it. */
    async asset(project: string, hash: string, call?: CallOptions): Promise<{ bytes: Uint8Array<ArrayBuffer>; mime: string } | null> {
      try {
        const response = await send('GET', at(project, `/assets/${hash}`), undefined, call)
        return { bytes: await bytesOf(response), mime: response.headers.get('content-type') ?? 'application/octet-stream' }
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not-found') return null
        throw error
      }
    },
    notes: {
      list: (project: string, session: string, call?: CallOptions) =>
        get<{ items: Note[] }>(at(project, `/sessions/${session}/notes`), call),
      /** Writes the note of this id, or rewrites it. */
      put: async (project: string, session: string, id: string, body: NoteRequest): Promise<Note> =>
        (await send('PUT', at(project, `/sessions/${session}/notes/${id}`), body)).json() as Promise<Note>,
      delete: async (project: string, session: string, id: string): Promise<void> =>
        void (await send('DELETE', at(project, `/sessions/${session}/notes/${id}`), undefined)),
    },
    erasures: {
      create: (project: string, body: ErasureRequest) => post<ErasureReceipt>(at(project, '/erasures'), body),
    },
    heatmap: (project: string, body: HeatmapRequest, call?: CallOptions) => post<ClickMap>(at(project, '/heatmaps'), body, call),
    backdrop: (project: string, query: { page: string; device: Device }, call?: CallOptions) =>
      get<Backdrop>(at(project, `/backdrop?${new URLSearchParams(query)}`), call),
    pages: (project: string, body: PageRequest = {}, call?: CallOptions) => post<PageList>(at(project, '/pages'), body, call),
    /** `recording`: rrweb's JSON, as text or parsed. */
    importRrweb: (project: string, recording: unknown) => post<ImportResult>(at(project, '/imports?format=rrweb'), recording),
    clips: {
      start: (project: string, session: string, body: ClipRequest) => post<Clip>(at(project, `/sessions/${session}/clips`), body),
      get: (project: string, id: string, call?: CallOptions) => get<Clip>(at(project, `/clips/${id}`), call),
      /** One that is done. */
      file: (project: string, id: string): Promise<NamedFile> => getFile(at(project, `/clips/${id}/file`)),
    },
    demoVisits: {
      start: (project: string, body: DemoVisitRequest) => post<{ id: string }>(at(project, '/demo-visits'), body),
      get: (project: string, call?: CallOptions) => get<DemoVisit>(at(project, '/demo-visits'), call),
    },
    replayFrame: (call?: CallOptions) => get<ReplayFrame>('/api/v1/replay-frame', call),
  }
}

export type RecordingPart = 'signals' | { readonly kind: 'block' | 'checkpoint'; readonly tab: string; readonly seq: number }
const pathOf = (part: RecordingPart): string => (part === 'signals' ? part : `${part.kind}s/${part.tab}/${part.seq}`)

async function errorFrom(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: unknown; detail?: string } }
    if (isErrorCode(error.code)) return new ApiError(error.code, error.detail)
  } catch {
    // Not the server's own answer: a proxy's page, or a connection cut off in the middle.
  }
  return new ApiError('internal', `The answer was HTTP ${response.status}.`)
}
