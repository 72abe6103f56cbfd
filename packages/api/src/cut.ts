import {
  type AssetRef,
  changeBetween,
  type ChunkRef,
  chunksFromEvents,
  createDocumentModel,
  type DomEvent,
  type EventOf,
  findTabTurns,
  lastAt,
  openLane,
  type PlayheadEvent,
  readChunk,
  type RecordingManifest,
  type RecordingSource,
  type SignalEvent,
} from '@playhead/wire'
import { type Asset, findReferred } from './reference.ts'
import { cutSignals } from './cut-signal.ts'

/** A recording of a span alone. Times are the session's. */
export interface Cut {
  readonly manifest: RecordingManifest
  /** In the order of the manifest's. */
  readonly chunks: readonly Uint8Array[]
  /** By hash: those that the events refer to. */
  readonly assets: ReadonlyMap<string, Asset>
}
export interface CutOptions {
  /** Whole ms since the session's start. */
  readonly fromMs: number
  readonly toMs: number
  /** With the bodies of requests and the states of the app, which no page shows. */
  readonly withBodies: boolean
}

/**
 * Cuts a span out of a recording. Each tab that is shown in it begins with the page as it is at that moment, told as a
 * checkpoint is, with its ids; then comes what happens up to the span's end. What came before or after is not in it,
 * nor is an asset that nothing in it refers to.
 */
export async function cutRecording(source: RecordingSource, options: CutOptions): Promise<Cut> {
  const { manifest } = source
  const { startedAtMs } = manifest
  const span = { fromMs: startedAtMs + options.fromMs, toMs: startedAtMs + options.toMs }
  const isWhole = options.fromMs <= 0 && options.toMs >= manifest.durationMs
  const reader = createReader(source)
  const byTab = new Map<string, ChunkRef[]>()
  for (const ref of manifest.chunks.toSorted((a, b) => a.seq - b.seq)) {
    if (ref.baseMs > span.toMs) continue
    const own = byTab.get(ref.tab)
    if (own) own.push(ref)
    else byTab.set(ref.tab, [ref])
  }
  const told = new Map<string, SignalEvent[]>()
  for (const [tab, refs] of byTab) told.set(tab, await reader.signals(refs))

  const events = new Map<string, PlayheadEvent[]>()
  for (const [tab, firstMs] of findShown(told, span, isWhole)) {
    const doms = await reader.doms(byTab.get(tab)!, options.fromMs <= 0 ? -Infinity : span.fromMs, span.toMs)
    const signals = cutSignals(told.get(tab)!, { ...span, firstMs, pageMs: doms.pageMs })
    const kept = signals.filter(({ type }) => options.withBodies || (type !== 'payload' && type !== 'appState'))
    events.set(tab, [...doms.events, ...kept])
  }

  const all = [...events.values()].flat()
  const referred = await findReferred(all, namesOf(manifest.assets, all), (hash) => source.loadAsset(hash))
  const isReferred = (event: PlayheadEvent): boolean =>
    event.type === 'asset' ? referred.urls.has(event.url) : event.type !== 'assetBody' || referred.hashes.has(event.hash)
  const chunks: Uint8Array[] = []
  const refs: ChunkRef[] = []
  for (const [tab, own] of events) {
    const kept = own.filter(isReferred)
    if (!kept.length) continue
    for await (const bytes of chunksFromEvents({ session: manifest.sessionId, tab, view: reader.viewOf(tab) }, kept)) {
      const { seq, baseSeq, baseMs, endMs, keyframe } = readChunk(bytes).header
      refs.push({ tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: bytes.length })
      chunks.push(bytes)
    }
  }
  const tabs = manifest.tabs
    .filter(({ id }) => refs.some(({ tab }) => tab === id))
    .map((tab) => ({ id: tab.id, startedAtMs: Math.max(tab.startedAtMs, span.fromMs), endedAtMs: Math.min(tab.endedAtMs, span.toMs) }))
  return {
    manifest: {
      sessionId: manifest.sessionId,
      startedAtMs,
      endedAtMs: span.toMs,
      durationMs: options.toMs,
      live: false,
      tabs,
      chunks: refs,
      // What was lost elsewhere in the visit is no matter of the span.
      lost: [...(isWhole ? (manifest.lost ?? []) : []), ...reader.holes()],
      assets: manifest.assets.filter(({ url }) => referred.urls.has(url)),
    },
    chunks,
    assets: referred.bodies,
  }
}

/** The tabs that are shown in a span, and from when on. Of a whole session, all. */
function findShown(
  told: ReadonlyMap<string, readonly SignalEvent[]>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  isWhole: boolean,
): Map<string, number> {
  if (isWhole || told.size === 1) return new Map([...told.keys()].map((tab) => [tab, fromMs]))
  const signals = [...told].flatMap(([tab, own]) => own.map((signal) => ({ ...signal, tab, atMs: signal.timeMs })))
  const turns = findTabTurns(signals.sort((a, b) => a.atMs - b.atMs))
  const shown = new Map<string, number>()
  for (const { tab, atMs } of turns.slice(Math.max(0, lastAt(turns, fromMs))))
    if (atMs <= toMs && !shown.has(tab)) shown.set(tab, Math.max(fromMs, atMs))
  // Where nothing says which tab is looked at, a viewer shows the first.
  const first = [...told.keys()][0]
  return shown.size || first === undefined ? shown : new Map([[first, fromMs]])
}

function namesOf(assets: readonly AssetRef[], events: readonly PlayheadEvent[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const event of events) if (event.type === 'asset') names.set(event.url, event.hash)
  for (const { url, hash } of assets) names.set(url, hash)
  return names
}

interface Reader {
  signals(refs: readonly ChunkRef[]): Promise<SignalEvent[]>
  /** A tab's page at `fromMs`, as the events that tell it, and what happens after that up to `toMs`. `pageMs`: when that page was told whole. */
  doms(refs: readonly ChunkRef[], fromMs: number, toMs: number): Promise<{ events: DomEvent[]; pageMs: number }>
  viewOf(tab: string): string
  /** Chunks that are not there among those that the span stands on. */
  holes(): RecordingManifest['lost'] & object
}

function createReader(source: RecordingSource): Reader {
  const views = new Map<string, string>()
  const holes: { what: string; detail: string; count: number }[] = []
  return {
    async signals(refs) {
      const found: SignalEvent[] = []
      for (const ref of refs) {
        const chunk = readChunk(await source.loadChunk(ref))
        views.set(ref.tab, chunk.header.view)
        for (const event of await openLane(chunk, 'signal')) found.push(event)
      }
      return found
    },
    async doms(refs, fromMs, toMs) {
      const base = refs.findLast(({ baseMs }) => baseMs <= fromMs)?.baseSeq ?? 0
      const model = createDocumentModel()
      const bodies: EventOf<'assetBody'>[] = []
      const after: DomEvent[] = []
      let pageMs = -Infinity
      let lastMs = -Infinity
      let lastSeq = -1
      for (const ref of refs) {
        // What is carried inline may come with any chunk before; it is kept apart once there is a recording file.
        const isBefore = ref.seq < base
        if (isBefore && source.manifest.file !== undefined) continue
        if (!isBefore && lastSeq >= 0 && ref.seq !== lastSeq + 1)
          holes.push({ what: 'chunk', detail: `nothing was received between chunks ${lastSeq} and ${ref.seq}`, count: 1 })
        if (!isBefore) lastSeq = ref.seq
        for (const event of await openLane(readChunk(await source.loadChunk(ref)), 'dom')) {
          // A clock that was set back does not take the page back.
          const timeMs = (lastMs = Math.max(lastMs, event.timeMs))
          if (timeMs > toMs) break
          if (timeMs > fromMs) after.push(event.timeMs === timeMs ? event : { ...event, timeMs })
          else if (event.type === 'assetBody') bodies.push({ ...event, timeMs: fromMs })
          else if (!isBefore) {
            if (event.type === 'keyframe') pageMs = timeMs
            try {
              model.apply(event)
            } catch {
              // A viewer passes over an event that no browser writes.
            }
          }
        }
      }
      const before = pageMs > -Infinity ? changeBetween(null, model, fromMs) : []
      return { events: [...before, ...bodies, ...after], pageMs }
    },
    viewOf: (tab) => views.get(tab) ?? '',
    holes: () => holes,
  }
}
