import {
  type ChunkHeader,
  chunksFromEvents,
  createId,
  createSessionId,
  encodeText,
  eventsFromRrweb,
  openEvents,
  openLane,
  type PlayheadEvent,
  readChunk,
  type RecordingSource,
  rrwebFromEvents,
  type RrwebImport,
  type SignalEvent,
  WireError,
} from '@playhead/wire'
import { cutRecording } from './cut.ts'
import { ApiError } from './error.ts'
import type { ImportResult } from './recording.ts'

/** Where an imported recording goes: a store, for one project. */
export interface RecordingSink {
  append(chunk: { receivedMs: number; bytes: Uint8Array; header: ChunkHeader; signals: readonly SignalEvent[] }): Promise<unknown>
}

/** For an index that is down after an import: whoever imported it again would have it twice. What else went wrong stays what it is. */
export const tellStored =
  (session: string) =>
  (error: unknown): never => {
    if ((error as { code?: unknown } | null)?.code !== 'index-down') throw error
    throw new ApiError('index-down', `The recording is stored, as session ${session}, and found once the index answers.`)
  }

/**
 * Stores an rrweb recording (JSON text or parsed) as a session of one tab. What cannot be read of it is counted, here and
 * among the session's losses.
 * Throws ApiError `bad-recording`, before anything was stored, when it is not one.
 */
export async function importRecording(json: unknown, sink: RecordingSink): Promise<ImportResult> {
  let found: RrwebImport
  try {
    found = eventsFromRrweb(json)
  } catch (error) {
    throw error instanceof WireError ? new ApiError('bad-recording', error.message) : error
  }
  const { events, unread } = found
  const session = createSessionId(events[0]?.timeMs ?? Date.now())
  // A file is of a visit that is over, which is not told by rrweb.
  const end = { type: 'end', timeMs: events.at(-1)?.timeMs ?? 0, reason: 'stop' } as const
  for await (const bytes of chunksFromEvents({ session, tab: createId(), view: createId() }, [...events, end])) {
    const chunk = readChunk(bytes)
    await sink.append({ receivedMs: Date.now(), bytes, header: chunk.header, signals: await openLane(chunk, 'signal') })
  }
  return { sessionId: session, unreadEvents: unread }
}

/** A stored recording as rrweb events: one tab after the other, in the order in which they began. */
export async function rrwebOf(source: RecordingSource): Promise<unknown[]> {
  const { tabs, chunks, assets } = source.manifest
  /** By address: CSS as text, everything else as a data URL. */
  const bodies = new Map<string, string>()
  for (const { url, hash } of assets) {
    const asset = hash ? await source.loadAsset(hash) : null
    if (asset) bodies.set(url, /^text\/css\b/.test(asset.mime) ? new TextDecoder().decode(asset.bytes) : dataUrl(asset))
  }
  const all: unknown[] = []
  for (const tab of [...tabs].sort((a, b) => a.startedAtMs - b.startedAtMs)) {
    const events: PlayheadEvent[] = []
    for (const ref of chunks.filter((chunk) => chunk.tab === tab.id).sort((a, b) => a.seq - b.seq)) {
      for (const event of await openEvents(readChunk(await source.loadChunk(ref)))) events.push(event)
    }
    for (const event of rrwebFromEvents(events, { asset: (url) => bodies.get(url) })) all.push(event)
  }
  return all
}

/** What `offline.html` of the player is filled with; times are ms since the session's start. */
export interface OfflineOptions {
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  /** With the bodies of requests and the states of the app, which no page shows. */
  readonly withBodies?: boolean | undefined
}

/**
 * A recording, or a span of it, as one file that opens without a server. `template` is the player's `offline.html`.
 * It holds what is shown in the span and what that takes, and nothing else of the visit.
 */
export async function htmlOf(source: RecordingSource, template: string, options: OfflineOptions): Promise<string> {
  const { durationMs } = source.manifest
  const fromMs = Math.max(0, Math.floor(options.fromMs ?? 0))
  const toMs = Math.min(durationMs, Math.ceil(options.toMs ?? durationMs))
  if (!(fromMs < toMs)) throw new ApiError('bad-request', `a span from ${fromMs} to ${toMs} of ${durationMs} ms`)
  const { manifest, chunks, assets } = await cutRecording(source, { fromMs, toMs, withBodies: options.withBodies ?? false })
  const recording = {
    manifest,
    fromMs,
    toMs,
    chunks: chunks.map(base64Of),
    assets: Object.fromEntries([...assets].map(([hash, { mime, bytes }]) => [hash, { mime, base64: base64Of(bytes) }])),
  }
  const title = sayTitle({ host: await findHost(chunks), atMs: manifest.startedAtMs + fromMs, durationMs: toMs - fromMs })
  return template
    .replace('__PLAYHEAD_TITLE__', () => encodeText(title))
    .replace('__PLAYHEAD_RECORDING__', () => JSON.stringify(recording).replaceAll('<', '\\u003c'))
}

/** The site that a recording shows first; null: nothing in it has an address. */
async function findHost(chunks: readonly Uint8Array[]): Promise<string | null> {
  for (const chunk of chunks)
    for (const event of await openEvents(readChunk(chunk)))
      if ((event.type === 'keyframe' || event.type === 'page') && URL.canParse(event.url)) return new URL(event.url).host
  return null
}

/** `shop.example.com, 4 May 2026, 12:00 UTC, 3 min 7 s – Playhead`: what a file is known by in tabs and bookmarks. */
export function sayTitle({ host, atMs, durationMs }: { host: string | null; atMs: number; durationMs: number }): string {
  const date = new Date(atMs).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  const seconds = Math.max(1, Math.round(durationMs / 1000))
  const minutes = Math.floor(seconds / 60)
  const length = minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
  return `${host ? `${host}, ` : ''}${date} UTC, ${length} – Playhead`
}

const dataUrl = ({ bytes, mime }: { bytes: Uint8Array; mime: string }): string => `data:${mime};base64,${base64Of(bytes)}`

function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
