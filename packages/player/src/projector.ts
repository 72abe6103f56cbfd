import type { CheckpointRef, ChunkRef } from '@playhead/wire'
import { type Frame, type FrameDocument, type FrameNews, openFrame } from './open-frame.ts'
import { type FrameReply, type KeyframeFact, nameLimit, type ShownReply } from './protocol.ts'
import { findChain, type Recording } from './recording.ts'
import { createSurvey } from './survey.ts'

/** Something that a replay cannot show, and how many times it was met. */
export interface Missing {
  readonly what: string
  readonly detail: string
  readonly count: number
}
/** Brings moments of a recording into one frame, loading no more of it than they need. */
export interface Projector {
  readonly missing: readonly Missing[]
  show(moment: Moment): Promise<ShownReply | null>
  /** Reads all signals. A recording that comes without short ways to its moments is surveyed for them on the way. */
  scan(isWanted: () => boolean): Promise<void>
  /** Loads what the moments after this one need. */
  prefetch(tab: string, atMs: number): void
  /** Keyframes of a tab seen so far. */
  keyframes(tab: string): readonly KeyframeFact[]
  ask<T extends FrameReply['type']>(message: TicketLess, type: T): Promise<Extract<FrameReply, { type: T }>>
  destroy(): void
}
type TicketLess =
  | { type: 'describe' }
  | { type: 'inspect'; id: number; search: string }
  | { type: 'measure'; width: number; height: number }
  | { type: 'locate'; keys: readonly string[]; width: number; height: number }
export interface Moment {
  readonly tab: string
  /** Since the session's start. */
  readonly atMs: number
  readonly speed: number
  readonly pointer: readonly number[]
}

interface Held {
  readonly sizeBytes: number
  /** Tells the frame that it is needed no more. */
  drop(): void
  ready: Promise<void>
  keyframes: readonly KeyframeFact[]
  isReady: boolean
  /** When it could not be loaded; it is tried again a little later. */
  failedAtMs: number
  usedAt: number
}

const retryMs = 2000
/** So many chunks are gone through one after the other, even where there is a short way. */
const stepChunks = 4
const aheadMs = 30_000
const aheadChunks = 8
const heldLimitBytes = 16 << 20

export async function createProjector(options: {
  parent: HTMLElement
  document: FrameDocument
  recording: Recording
  /** Called before a moment is shown, once its chunks are known: the place to size the frame. */
  onBefore(moment: Moment): void
  onMissing(): void
}): Promise<Projector> {
  const { recording } = options
  const held = new Map<string, Held>()
  const missing = new Map<string, Missing>()
  /** Keyframes of chunks that were held once, by tab and number. */
  const facts = new Map<string, readonly KeyframeFact[]>()
  /** The moment that the frame is brought to, and the chunk it stands in. */
  let shown: { readonly tab: string; readonly seq: number; readonly timeMs: number } | null = null
  let sentNames = new Map<string, string>()
  let tickets = 0
  let isOver = false
  let frame = await open()
  /** A frame that was opened anew holds nothing that the one before found. */
  const survey = createSurvey({
    load: (chunk) => recording.load(chunk),
    ask: async ({ tab, seq }, bytes, isWanted) =>
      (await frame.ask({ type: 'survey', ticket: ++tickets, tab, seq, isWanted, bytes }, 'surveyed')).found,
  })

  function open(): Promise<Frame> {
    return openFrame({ parent: options.parent, document: options.document, onNews })
  }
  function onNews(news: FrameNews): void {
    if (news.type === 'missing') for (const [what, detail, count] of news.entries) tellMissing(what, detail, count)
    else for (const hash of news.hashes) void sendAsset(hash)
  }
  function tellMissing(what: string, detail: string, count: number): void {
    if ((missing.get(`${what} ${detail}`)?.count ?? 0) === count) return
    // A count of 0 takes back what was told before.
    if (count) missing.set(`${what} ${detail}`, { what, detail, count })
    else missing.delete(`${what} ${detail}`)
    options.onMissing()
  }
  async function sendAsset(hash: string): Promise<void> {
    const asset = await recording.loadAsset(hash).catch(() => null)
    if (!asset) tellMissing('asset', hash, 1)
    frame.send({ type: 'asset', hash, mime: (asset?.mime ?? '').slice(0, 256), bytes: asset?.bytes ?? null })
  }
  function sendNames(): void {
    const entries: [string, string][] = []
    // One that no recorder writes would have the frame refuse all.
    for (const [url, hash] of recording.names)
      if (sentNames.get(url) !== hash && url.length <= nameLimit.url && hash.length <= nameLimit.hash) entries.push([url, hash])
    for (const [url, hash] of entries) sentNames.set(url, hash)
    for (let at = 0; at < entries.length; at += 50_000) frame.send({ type: 'name', entries: entries.slice(at, at + 50_000) })
  }

  function hold(key: string, sizeBytes: number, fill: (entry: Held, target: Frame) => Promise<void>, drop: () => void): Held {
    const known = held.get(key)
    if (known && !(known.failedAtMs && performance.now() - known.failedAtMs > retryMs)) {
      known.usedAt = ++tickets
      return known
    }
    const entry: Held = { sizeBytes, drop, ready: Promise.resolve(), keyframes: [], isReady: false, failedAtMs: 0, usedAt: ++tickets }
    const target = frame
    entry.ready = fill(entry, target)
      .catch((error: unknown) => {
        if (target === frame && !isOver) tellMissing('chunk', `${key.split(' ')[0]} ${key.split(' ')[2]}: ${messageOf(error)}`, 1)
        entry.failedAtMs = performance.now()
      })
      .then(() => void (entry.isReady = true))
    held.set(key, entry)
    return entry
  }
  function holdChunk(ref: ChunkRef): Held {
    const { tab, seq, sizeBytes } = ref
    const fill = async (entry: Held, target: Frame): Promise<void> => {
      const bytes = await recording.load(ref)
      sendNames()
      const reply = await target.ask({ type: 'chunk', ticket: ++tickets, tab, seq, bytes }, 'held')
      if (reply.error) tellMissing('chunk', `chunk ${seq}: ${reply.error}`, 1)
      entry.keyframes = reply.keyframes
      facts.set(`${tab} ${seq}`, reply.keyframes)
    }
    return hold(`chunk ${tab} ${seq}`, sizeBytes, fill, () => frame.send({ type: 'drop', tab, seq }))
  }
  function holdCheckpoint(ref: CheckpointRef): Held {
    const { tab, seq, fromSeq, timeMs, sizeBytes } = ref
    const fill = async (_: Held, target: Frame): Promise<void> => {
      const bytes = await recording.loadCheckpoint(ref)
      const reply = await target.ask({ type: 'checkpoint', ticket: ++tickets, tab, seq, fromSeq, timeMs, bytes }, 'held')
      if (reply.error) tellMissing('chunk', `checkpoint ${seq}: ${reply.error}`, 1)
    }
    return hold(`checkpoint ${tab} ${seq}`, sizeBytes, fill, () => frame.send({ type: 'dropCheckpoint', tab, seq }))
  }

  /** All that the moment stands on: from what is shown, or from its keyframe by the shortest way, to its own chunk. */
  async function holdWindow(tab: string, timeMs: number): Promise<Set<Held>> {
    const chunks = recording.chunks(tab)
    const last = Math.max(
      0,
      chunks.findLastIndex(({ baseMs }) => baseMs <= timeMs),
    )
    const window = new Set<Held>()
    let from = last
    for (;;) {
      const base = chunks[from]?.baseSeq ?? 0
      while (from > 0 && chunks[from - 1]!.seq >= base) from--
      const near =
        shown && shown.tab === tab && shown.seq >= base && shown.timeMs <= timeMs ? chunks.findIndex(({ seq }) => seq === shown!.seq) : -1
      const startOf = (chain: readonly CheckpointRef[]): number =>
        Math.max(from, chain.length ? chunks.findIndex(({ seq }) => seq === chain.at(-1)!.seq) : from)
      let chain = findChain(recording.checkpoints ?? survey.found, tab, base, timeMs)
      // All that would be gone through now is on its way through the survey, which goes through it once.
      if (!recording.checkpoints && chunks[last] && last - Math.max(near, startOf(chain)) >= stepChunks) {
        await survey.reach(tab, chunks[last].seq)
        chain = findChain(survey.found, tab, base, timeMs)
      }
      const start = startOf(chain)
      const isNear = near >= 0 && last - near < stepChunks
      if (chunks[from]) window.add(holdChunk(chunks[from]!))
      if (recording.checkpoints && (!isNear || near < start)) for (const ref of chain) window.add(holdCheckpoint(ref))
      for (let i = isNear ? Math.min(near, start) : start; i <= last; i++) {
        if (chunks[i]) window.add(holdChunk(chunks[i]!))
        if (i === 0 && chunks[0] && chunks[0].seq > chunks[0].baseSeq)
          tellMissing('chunk', `nothing was received of tab ${tab} before chunk ${chunks[0].seq}`, 1)
        if (i > from && chunks[i]!.seq !== chunks[i - 1]!.seq + 1)
          tellMissing('chunk', `nothing was received between chunks ${chunks[i - 1]!.seq} and ${chunks[i]!.seq}`, 1)
      }
      const waiting = [...window].filter(({ isReady }) => !isReady)
      if (waiting.length) await Promise.all(waiting.map(({ ready }) => ready))
      const hasBase = [...window].some(({ keyframes }) => keyframes.some((keyframe) => keyframe.timeMs <= timeMs))
      if (hasBase || from <= 0) {
        shown = { tab, seq: chunks[last]?.seq ?? 0, timeMs }
        return window
      }
      from--
    }
  }

  function prefetch(tab: string, atMs: number): void {
    const timeMs = atMs + recording.startedAtMs
    const chunks = recording.chunks(tab)
    const now = chunks.findLastIndex(({ baseMs }) => baseMs <= timeMs)
    for (let i = Math.max(0, now); i < chunks.length && i <= now + aheadChunks && chunks[i]!.baseMs <= timeMs + aheadMs; i++)
      holdChunk(chunks[i]!)
  }

  async function scan(isWanted: () => boolean): Promise<void> {
    if (recording.checkpoints) return recording.scan(isWanted)
    survey.begin()
    try {
      await recording.scan(isWanted, survey.add)
    } finally {
      survey.end()
    }
  }

  function evict(keep: ReadonlySet<Held>): void {
    let sizeBytes = 0
    for (const entry of held.values()) sizeBytes += entry.sizeBytes
    if (sizeBytes <= heldLimitBytes) return
    for (const [key, entry] of [...held].sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
      if (sizeBytes <= heldLimitBytes) return
      if (keep.has(entry) || !entry.isReady) continue
      held.delete(key)
      entry.drop()
      sizeBytes -= entry.sizeBytes
    }
  }

  /** A frame that does not answer is rebuilt, once for each thing asked, and what happened is told. */
  async function reopen(error: unknown): Promise<void> {
    if (isOver) throw error
    tellMissing('frame', messageOf(error), (missing.get(`frame ${messageOf(error)}`)?.count ?? 0) + 1)
    frame.destroy()
    held.clear()
    shown = null
    survey.stop()
    sentNames = new Map()
    frame = await open()
    if (isOver) frame.destroy()
  }

  async function show(moment: Moment, isRetry = false): Promise<ShownReply | null> {
    const toMs = moment.atMs + recording.startedAtMs
    const window = await holdWindow(moment.tab, toMs)
    if (isOver) return null
    options.onBefore(moment)
    sendNames()
    try {
      const { tab, speed, pointer } = moment
      const shown = await frame.ask({ type: 'show', ticket: ++tickets, tab, toMs, speed, pointer }, 'shown')
      evict(window)
      if (!shown.baseMs && !shown.isOvertaken) tellMissing('chunk', `no picture of tab ${tab} was received`, 1)
      return shown
    } catch (error) {
      if (isOver) return null
      if (isRetry) throw error
      await reopen(error)
      return show(moment, true)
    }
  }

  return {
    get missing() {
      return [...missing.values()]
    },
    show: (moment) => show(moment),
    scan,
    prefetch,
    keyframes: (tab) =>
      [...facts]
        .filter(([key]) => key.startsWith(`${tab} `))
        .flatMap(([, keyframes]) => keyframes)
        .sort((a, b) => a.timeMs - b.timeMs),
    ask: (message, type) => frame.ask({ ...message, ticket: ++tickets }, type),
    destroy() {
      isOver = true
      survey.stop()
      frame.destroy()
    },
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200)
