import { type AssetDesk, createAssetDesk } from './asset-desk.ts'
import { type ChunkWindow, createChunkWindow, messageOf } from './chunk-window.ts'
import { keepOne } from './keep-one.ts'
import type { Missing } from './missing.ts'
import { type Frame, type FrameDocument, type FrameNews, openFrame } from './open-frame.ts'
import type { FrameReply, KeyframeFact, ShownReply } from './protocol.ts'
import type { Recording } from './recording.ts'
import { createSurvey } from './survey.ts'

/** Brings moments of a recording into one frame, loading no more of it than they need. */
export interface Projector {
  readonly missing: readonly Missing[]
  /** Null: it was given up while what it stands on was loaded. */
  show(moment: Moment, giveUp?: AbortSignal): Promise<ShownReply | null>
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

/** A frame with what it holds: a new one holds nothing that the one before did. */
interface Screen {
  readonly frame: Frame
  readonly desk: AssetDesk
  readonly window: ChunkWindow
}

export async function createProjector(options: {
  parent: HTMLElement
  document: FrameDocument
  recording: Recording
  /** Ends opening frames. */
  over: AbortSignal
  /** Called before a moment is shown, once its chunks are known: the place to size the frame. */
  onBefore(moment: Moment): void
  onMissing(): void
}): Promise<Projector> {
  const { recording } = options
  const missing = new Map<string, Missing>()
  /** Keyframes of chunks that were held once, by tab and number. */
  const facts = new Map<string, readonly KeyframeFact[]>()
  let tickets = 0
  let isOver = false
  const nextTicket = (): number => ++tickets
  const survey = createSurvey({
    load: (chunk) => recording.load(chunk),
    drop: (tab, seq) => kept.last.frame.send({ type: 'dropCheckpoint', tab, seq }),
    ask: async ({ tab, seq }, bytes, isWanted) =>
      (await kept.last.frame.ask({ type: 'survey', ticket: nextTicket(), tab, seq, isWanted, bytes }, 'surveyed')).found,
  })
  const kept = await keepOne<Screen>({
    open,
    close({ frame, window }) {
      window.close()
      frame.destroy()
    },
    onBroken(error) {
      tellMissing('frame', messageOf(error), (missing.get(`frame ${messageOf(error)}`)?.count ?? 0) + 1)
      survey.stop()
    },
  })

  async function open(): Promise<Screen> {
    const frame = await openFrame({ parent: options.parent, document: options.document, over: options.over, onNews })
    const desk = createAssetDesk(frame, recording, (hash) => tellMissing('asset', hash, 1))
    function onNews(news: FrameNews): void {
      if (news.type === 'missing') for (const [what, detail, count] of news.entries) tellMissing(what, detail, count)
      else desk.sendAssets(news.hashes)
    }
    const window = createChunkWindow({
      recording, frame, survey, nextTicket, tellMissing, onRead: desk.sendNames,
      onKeyframes: ({ tab, seq }, keyframes) => void facts.set(`${tab} ${seq}`, keyframes),
    }) // prettier-ignore
    return { frame, desk, window }
  }
  function tellMissing(what: string, detail: string, count: number): void {
    if (isOver || (missing.get(`${what} ${detail}`)?.count ?? 0) === count) return
    // A count of 0 takes back what was told before.
    if (count) missing.set(`${what} ${detail}`, { what, detail, count })
    else missing.delete(`${what} ${detail}`)
    options.onMissing()
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

  async function show(moment: Moment, giveUp?: AbortSignal, isRetry = false): Promise<ShownReply | null> {
    const { tab, speed, pointer } = moment
    const toMs = moment.atMs + recording.startedAtMs
    const screen = await kept.current()
    const window = await screen.window.hold(tab, toMs, giveUp)
    if (isOver || !window) return null
    // It was replaced meanwhile: the new one holds none of this.
    if (screen !== kept.last) return show(moment, giveUp, isRetry)
    options.onBefore(moment)
    screen.desk.sendNames()
    try {
      const shown = await screen.frame.ask({ type: 'show', ticket: nextTicket(), tab, toMs, speed, pointer }, 'shown')
      screen.window.evict(window)
      if (!shown.baseMs && !shown.isOvertaken) tellMissing('chunk', `no picture of tab ${tab} was received`, 1)
      return shown
    } catch (error) {
      if (isOver) return null
      if (isRetry) throw error
      await kept.replace(screen, error)
      return show(moment, giveUp, true)
    }
  }

  return {
    get missing() {
      return [...missing.values()]
    },
    show: (moment, giveUp) => show(moment, giveUp),
    scan,
    prefetch: (tab, atMs) => kept.last.window.prefetch(tab, atMs + recording.startedAtMs),
    keyframes: (tab) =>
      [...facts]
        .filter(([key]) => key.startsWith(`${tab} `))
        .flatMap(([, keyframes]) => keyframes)
        .sort((a, b) => a.timeMs - b.timeMs),
    ask: async (message, type) => (await kept.current()).frame.ask({ ...message, ticket: nextTicket() }, type),
    destroy() {
      isOver = true
      survey.stop()
      kept.close()
    },
  }
}
