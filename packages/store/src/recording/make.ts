import {
  type ChunkHeader,
  type DomEvent,
  encodeChunk,
  type EventOf,
  findGaps,
  isDomEvent,
  openLane,
  packChunks,
  type PlayheadEvent,
  readChunk,
  type SignalEvent,
  sortEvents,
  WireError,
} from '@playhead/wire'
import type { CatalogChunk } from '../catalog/catalog.ts'
import { type Block, blockLimit, type BlockLimit, createBlockCutter } from './block.ts'
import { createCheckpointTeller } from './checkpoint.ts'
import type { BlockPart, CheckpointPart, Part, RecordingIndex } from './file.ts'
import { createRecordingSummary, type RecordingSummary } from './summary.ts'
import { findStills } from './still.ts'

export interface MakeOptions {
  readonly project: string
  readonly session: string
  /** What names the file. */
  readonly source: string
  /** All of the session, by tab and seq. */
  readonly chunks: readonly CatalogChunk[]
  /** Null: its bytes are not what was stored. */
  load(chunk: CatalogChunk): Promise<Uint8Array | null>
  /** Writes a piece of the file. */
  put(bytes: Uint8Array): Promise<Part>
  /** Keeps what a chunk carries inline, as who seeks past that chunk does not get it. */
  keep(asset: EventOf<'assetBody'>): Promise<void>
  /** How long blocks get, and how far checkpoints are apart. */
  readonly limits?: { readonly block: BlockLimit; readonly spare: Spare }
}
interface Spare {
  readonly leastBytes: number
  readonly mostBytes: number
  readonly ways: number
  /** DOM events that a viewer goes through in no time. */
  readonly mostEvents: number
}

/**
 * A checkpoint is told once the blocks that it saves take `ways` times what it takes itself: then all of them together
 * take no more than an eighth of the blocks, and a viewer is never further from one than that.
 */
const defaultSpare: Spare = { leastBytes: 16 << 10, mostBytes: 128 << 10, ways: 8, mostEvents: 10_000 }

/** Signals that are kept in one piece at most; a longer session's are only in its blocks. */
const mostSignals = 100_000

/**
 * Makes the pieces of a session's recording file, one after the other, and its index. Reads each chunk once; holds one
 * block, three pages of the tab that it is at, and the session's signals but those of the pointer.
 */
export async function makeRecording(options: MakeOptions): Promise<RecordingIndex> {
  const { project, session, source, chunks, limits = { block: blockLimit, spare: defaultSpare } } = options
  const tabs = [...new Set(chunks.map(({ tab }) => tab))].map((id) => {
    const own = chunks.filter(({ tab }) => tab === id)
    return { id, own, ...spanOf(own) }
  })
  const { startedAtMs, endedAtMs } = spanOf(chunks)
  const summary = createRecordingSummary({ project, session, startedAtMs, durationMs: endedAtMs - startedAtMs })
  const blocks: BlockPart[] = []
  const checkpoints: CheckpointPart[] = []
  const packed: Uint8Array[] = []
  const unreadable = new Set<CatalogChunk>()
  const counts = { whole: 0, astray: 0, without: 0 }
  let signalsLeft = mostSignals
  for (const { id: tab, own } of tabs) {
    const cutter = createBlockCutter(limits.block)
    const teller = createCheckpointTeller()
    const signals: SignalEvent[] = []
    let header = emptyHeader(session, tab)
    let savedBytes = 0
    let savedEvents = 0
    let wayBytes = 0
    const isWorthOne = (): boolean => {
      const { leastBytes, mostBytes, ways, mostEvents } = limits.spare
      return savedEvents >= mostEvents || savedBytes >= Math.min(mostBytes, Math.max(leastBytes, wayBytes * ways))
    }
    const write = async (block: Block): Promise<void> => {
      const checkpoint = teller.add(block, isWorthOne())
      const { seq, baseSeq, keyframe } = block
      if (checkpoint) {
        const { fromSeq, timeMs, whole, events } = checkpoint
        const identity = { ...header, seq, baseSeq: fromSeq, last: false }
        const part = await options.put(await encodeChunk(identity, events, null))
        checkpoints.push({ tab, seq, fromSeq, timeMs, whole, ...part })
        wayBytes = part.sizeBytes
        savedBytes = savedEvents = 0
      }
      const bytes = await encodeChunk({ ...header, seq, baseSeq }, block.events, null)
      const { baseMs, endMs, doms } = readChunk(bytes).header
      const part = await options.put(bytes)
      blocks.push({ tab, seq, baseSeq, baseMs, endMs, keyframe, ...part })
      // Who stands on a keyframe has loaded its block anyway.
      savedBytes = keyframe ? 0 : savedBytes + part.sizeBytes
      savedEvents = keyframe ? 0 : savedEvents + doms
    }
    for await (const { chunk, events } of readTab(own, options, summary, unreadable)) {
      header = chunk
      for (const event of events) {
        if (event.type === 'assetBody') await options.keep(event)
        if (isKeptApart(event) && signalsLeft-- > 0) signals.push(event)
        const full = cutter.add(event)
        if (full) await write(full)
      }
    }
    const rest = cutter.end()
    if (rest) await write(rest)
    if (signals.length) packed.push(await encodeChunk({ ...header, seq: 0, baseSeq: 0 }, signals, null))
    for (const name of ['whole', 'astray', 'without'] as const) counts[name] += teller.counts[name]
    if (teller.counts.unplaced) summary.lose('event', 'what it refers to is not there', teller.counts.unplaced)
  }
  if (counts.astray) summary.lose('checkpoint', 'a way did not lead there', counts.astray)
  return {
    project, session, source, chunks: chunks.length, startedAtMs, endedAtMs,
    tabs: tabs.map(({ id, ...span }) => ({ id, startedAtMs: span.startedAtMs, endedAtMs: span.endedAtMs })).sort((a, b) => a.startedAtMs - b.startedAtMs),
    blocks, checkpoints,
    signals: packed.length && signalsLeft >= 0 ? await options.put(packChunks(packed)) : null,
    stills: findStills(blocks, startedAtMs),
    ...summary.finish(),
    gaps: findGaps(chunks, startedAtMs, (chunk) => unreadable.has(chunk)),
    counts,
  } // prettier-ignore
}

interface TabChunk {
  readonly chunk: ChunkHeader
  readonly events: PlayheadEvent[]
}
/** A tab's chunks opened, in order; what is not there is told and passed over. */
async function* readTab(
  own: readonly CatalogChunk[],
  { load }: MakeOptions,
  summary: RecordingSummary,
  unreadable: Set<CatalogChunk>,
): AsyncGenerator<TabChunk> {
  let nextSeq = 0
  for (const ref of own) {
    const { seq, tab } = ref
    if (seq > nextSeq) summary.lose('chunk', `tab ${tab}: nothing was received between chunks ${nextSeq - 1} and ${seq}`, seq - nextSeq)
    nextSeq = seq + 1
    const bytes = await load(ref)
    const opened = bytes && (await open(bytes))
    if (!opened) {
      summary.lose('chunk', `tab ${tab}: chunk ${seq} is damaged`, 1)
      unreadable.add(ref)
      continue
    }
    summary.add(ref, opened.signals)
    yield { chunk: opened.header, events: sortEvents([...opened.doms, ...opened.signals]) }
  }
}

async function open(bytes: Uint8Array): Promise<{ header: ChunkHeader; doms: DomEvent[]; signals: SignalEvent[] } | null> {
  try {
    const chunk = readChunk(bytes)
    return { header: chunk.header, doms: await openLane(chunk, 'dom'), signals: await openLane(chunk, 'signal') }
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}

const isKeptApart = (event: PlayheadEvent): event is SignalEvent => event.type !== 'pointer' && !isDomEvent(event)

const spanOf = (chunks: readonly CatalogChunk[]): { startedAtMs: number; endedAtMs: number } => ({
  startedAtMs: chunks.reduce((min, { baseMs }) => Math.min(min, baseMs), Infinity),
  endedAtMs: chunks.reduce((max, { endMs }) => Math.max(max, endMs), 0),
})

const emptyHeader = (session: string, tab: string): Pick<ChunkHeader, 'session' | 'tab' | 'view' | 'last' | 'sentMs'> => ({
  session,
  tab,
  view: '',
  last: true,
  sentMs: 0,
})
