import {
  type CheckpointRef,
  type ChunkRef,
  findGaps,
  type Gap,
  type LossTotal,
  openLane,
  readChunk,
  type RecordingManifest,
  type RecordingSource,
  type SignalEvent,
  type Span,
} from '@playhead/wire'
import { inTime } from './deadline.ts'
import { soundManifest } from './sound-manifest.ts'
import type { TimedSignal } from './timeline.ts'

/** A recording as the player reads it: what there is at once, and how to get the rest. */
export interface Recording {
  readonly startedAtMs: number
  /** Grows with {@link extend}, as tabs and chunks do. */
  readonly durationMs: number
  /** More is to come. */
  readonly isLive: boolean
  readonly tabs: readonly string[]
  /** The chunks of a tab in order; `seq` may have holes where a chunk was lost. */
  chunks(tab: string): readonly ChunkRef[]
  /** Null: nobody has made any. */
  readonly checkpoints: readonly CheckpointRef[] | null
  loadCheckpoint(checkpoint: CheckpointRef): Promise<Uint8Array>
  /** A chunk's bytes; its signals are added to `signals` on the way. */
  load(chunk: ChunkRef): Promise<Uint8Array>
  /** Begins to load a chunk that will be wanted, once. */
  preload(chunk: ChunkRef): void
  loadAsset(hash: string): Promise<{ readonly bytes: Uint8Array; readonly mime: string } | null>
  /** Address → hash of every asset known so far. */
  readonly names: ReadonlyMap<string, string>
  /** In order of time; grows while {@link scan} runs, and where pointers come with their chunks, with each chunk. */
  readonly signals: readonly TimedSignal[]
  /** Stretches in which the visitor did nothing; null: nobody has looked for them. */
  readonly idle: readonly Span[] | null
  /** What whoever stored the recording found to be missing. */
  readonly lost: readonly LossTotal[]
  /** Where a picture may not be what the visitor saw, as chunks are lost. */
  readonly gaps: readonly Gap[]
  /** How many chunks were asked for and did not come, so that nothing is known of what happened in them. */
  readonly unread: number
  /**
   * Reads all signals: where they are in one piece, that; else every chunk that was not loaded yet, a few at a time.
   * `see` is shown every chunk that it was not shown before, each tab's in order.
   */
  scan(isWanted: () => boolean, see?: (chunk: ChunkRef, bytes: Uint8Array) => void): Promise<void>
  onGrow(fn: () => void): void
  /** What the manifest of a session that goes on says by now. */
  extend(manifest: RecordingManifest): void
}

/** Read at once: enough to keep a connection busy, few enough to leave the next seek its turn. */
const readAtOnce = 8

/** @param over ends all loading. */
export function createRecording(source: RecordingSource, over: AbortSignal): Recording {
  let manifest = soundManifest(source.manifest)
  let byTab = groupByTab(manifest.chunks)
  const names = new Map(manifest.assets.map(({ url, hash, missing }) => [url, missing ? '' : hash]))
  const signals: TimedSignal[] = []
  const known = new Set<ChunkRef>()
  const failed = new Set<ChunkRef>()
  /** Null: what is lost has changed since they were found. They are asked for with every move of a pointer. */
  let gaps: readonly Gap[] | null = null
  /** Chunks that whoever scans has seen. */
  const seen = new Set<ChunkRef>()
  const growers: (() => void)[] = []
  /** All signals but pointers are read in one piece. */
  let isApart = source.loadSignals !== undefined && manifest.signals !== undefined
  const { startedAtMs } = manifest
  let endedAtMs = endOf(manifest)

  async function readSignals(chunk: ChunkRef, bytes: Uint8Array): Promise<void> {
    if (known.has(chunk)) return
    known.add(chunk)
    add(await openLane(readChunk(bytes), 'signal'), chunk.tab, isApart)
  }
  function add(all: readonly SignalEvent[], tab: string, isPointerAlone: boolean): void {
    const events = isPointerAlone ? all.filter(({ type }) => type === 'pointer') : all
    if (!events.length) return
    const isLater = (signals.at(-1)?.atMs ?? -Infinity) <= events[0]!.timeMs - startedAtMs
    for (const event of events) signals.push(timed(event, tab))
    if (!isLater) signals.sort((a, b) => a.atMs - b.atMs)
    for (const grow of growers) grow()
  }
  function timed(event: SignalEvent, tab: string): TimedSignal {
    if (event.type === 'asset' && !names.get(event.url)) names.set(event.url, event.missing ? '' : event.hash)
    return { ...event, tab, atMs: event.timeMs - startedAtMs }
  }
  /** False: they could not be read, and are looked for in the chunks. */
  async function readApart(): Promise<boolean> {
    try {
      const parts = await inTime((load) => source.loadSignals!(load), over)
      const read = await Promise.all(
        parts.map(async (bytes) => [readChunk(bytes).header.tab, await openLane(readChunk(bytes), 'signal')] as const),
      )
      for (const [tab, events] of read) add(events, tab, false)
      return true
    } catch {
      isApart = false
      known.clear()
      signals.length = 0
      return false
    }
  }
  const early = new Map<ChunkRef, Promise<Uint8Array>>()
  function load(chunk: ChunkRef): Promise<Uint8Array> {
    const begun = early.get(chunk)
    early.delete(chunk)
    return begun ?? read(chunk)
  }
  async function read(chunk: ChunkRef): Promise<Uint8Array> {
    try {
      const bytes = await inTime((load) => source.loadChunk(chunk, load), over)
      await readSignals(chunk, bytes)
      if (failed.delete(chunk)) gaps = null
      return bytes
    } catch (error) {
      failed.add(chunk)
      gaps = null
      throw error
    }
  }
  return {
    startedAtMs,
    get durationMs() {
      return endedAtMs - startedAtMs
    },
    get isLive() {
      return manifest.live
    },
    get tabs() {
      return manifest.tabs.map(({ id }) => id)
    },
    chunks: (tab) => byTab.get(tab) ?? [],
    checkpoints: manifest.checkpoints ?? null,
    loadCheckpoint: (checkpoint) => inTime((load) => source.loadCheckpoint?.(checkpoint, load), over),
    load,
    preload(chunk) {
      const begun = read(chunk)
      // Whoever loads the chunk meets the error.
      begun.catch(() => undefined)
      early.set(chunk, begun)
    },
    loadAsset: (hash) => source.loadAsset(hash, { signal: over }),
    names,
    signals,
    idle: manifest.idle ?? null,
    lost: manifest.lost ?? [],
    get gaps() {
      return (gaps ??= [...(manifest.gaps ?? []), ...findGaps(manifest.chunks, startedAtMs, (chunk) => failed.has(chunk))].sort(
        (a, b) => a.fromMs - b.fromMs,
      ))
    },
    get unread() {
      return failed.size
    },
    async scan(isWanted, see) {
      if (isApart && (await readApart()) && !see) return
      const left = [...byTab.values()].flat().filter((chunk) => !(see ? seen : known).has(chunk))
      const begun: Promise<Uint8Array | null>[] = []
      let next = 0
      for (const chunk of left) {
        if (!isWanted()) return
        // A chunk that cannot be read is counted; its signals are not there.
        while (next < left.length && begun.length < readAtOnce) begun.push(load(left[next++]!).catch(() => null))
        const bytes = await begun.shift()!
        if (!see) continue
        seen.add(chunk)
        if (bytes) see(chunk, bytes)
      }
    },
    onGrow: (fn) => void growers.push(fn),
    extend(grown) {
      const next = soundManifest(grown)
      const here = new Map(manifest.chunks.map((chunk) => [`${chunk.tab} ${chunk.seq}`, chunk]))
      // What is known of a chunk is known of this very object.
      const chunks = next.chunks.map((chunk) => here.get(`${chunk.tab} ${chunk.seq}`) ?? chunk)
      manifest = { ...next, chunks, checkpoints: manifest.checkpoints }
      byTab = groupByTab(chunks)
      gaps = null
      endedAtMs = Math.max(endedAtMs, endOf(manifest))
      for (const { url, hash, missing } of next.assets) if (!names.get(url)) names.set(url, missing ? '' : hash)
    },
  }
}

const endOf = ({ endedAtMs, chunks }: RecordingManifest): number => chunks.reduce((end, { endMs }) => Math.max(end, endMs), endedAtMs)

function groupByTab(chunks: readonly ChunkRef[]): Map<string, ChunkRef[]> {
  const byTab = new Map<string, ChunkRef[]>()
  for (const chunk of chunks.toSorted((a, b) => a.seq - b.seq)) {
    const list = byTab.get(chunk.tab)
    if (list) list.push(chunk)
    else byTab.set(chunk.tab, [chunk])
  }
  return byTab
}

/** The checkpoints that lead from the keyframe of the chunk `baseSeq` furthest towards a moment of a tab, in order. */
export function findChain(checkpoints: readonly CheckpointRef[], tab: string, baseSeq: number, timeMs: number): CheckpointRef[] {
  const own = checkpoints.filter((one) => one.tab === tab && one.seq > baseSeq)
  let next = own.filter((one) => one.timeMs <= timeMs).sort((a, b) => b.seq - a.seq)[0]
  const chain: CheckpointRef[] = []
  for (; next; next = own.find(({ seq }) => seq === next!.fromSeq)) chain.unshift(next)
  return chain[0]?.fromSeq === baseSeq ? chain : []
}
