import type { Gap, RecordingManifest, RecordingSource } from '@playhead/wire'
import type { Missing } from './missing.ts'
import type { Box } from './overlay/outline.ts'
import type { InspectedNode } from './protocol.ts'
import type { Span, TimedSignal } from './timeline.ts'

export interface PlayerOptions {
  /** The replay fits itself into this element and follows its size. */
  readonly container: HTMLElement
  /** Where `frame.html` is served; or else `frameHtml`. */
  readonly frameUrl?: string | undefined
  /** The text of `frame.html`, where there is no server. */
  readonly frameHtml?: string | undefined
  /** A whole recording at hand; or else `source`. */
  readonly chunks?: readonly Uint8Array[] | undefined
  /** A stored recording, loaded piece by piece. */
  readonly source?: RecordingSource | undefined
  /** Draws cursor, trail and clicks over the page. Default: true. */
  readonly overlay?: boolean | undefined
  /** Jumps over spans in which the visitor did nothing. Default: false. */
  readonly skipIdle?: boolean | undefined
  /** Ends opening, all loading, and the player. */
  readonly signal?: AbortSignal | undefined
}

/** What listeners are told. */
export interface PlayerEvents {
  /** The moment shown, ms since the session's start. */
  time: number
  /** A moment was brought into the frame, ms since the session's start. */
  shown: number
  /** Playing, speed, options or what is known of the recording changed. */
  state: {
    readonly isPlaying: boolean
    readonly speed: number
    readonly skipIdle: boolean
    readonly overlay: boolean
    readonly isComplete: boolean
  }
  page: { readonly atMs: number; readonly tab: string; readonly url: string; readonly title: string }
  tab: string
  missing: readonly Missing[]
}

export interface Player {
  /** Grows while the session goes on: {@link extend}. */
  readonly durationMs: number
  /** The session was still being recorded when its manifest was last read. */
  readonly isLive: boolean
  /** Epoch ms of the session's first event, by the client's clock. */
  readonly startedAtMs: number
  readonly currentMs: number
  readonly isPlaying: boolean
  readonly speed: number
  readonly tabs: readonly string[]
  /** The tab that is shown. */
  readonly tab: string
  /** Whether all signals are here. */
  readonly isComplete: boolean
  /** Resolves once all signals are here that there are by now. With several tabs only they tell for sure which one is looked at. */
  readonly whenComplete: Promise<void>
  /** In order of time. A stored recording's signals arrive piece by piece: 'state' says when there are more. */
  readonly signals: readonly TimedSignal[]
  readonly idle: readonly Span[]
  readonly missing: readonly Missing[]
  /** Stretches in which the picture may not be what the visitor saw, as parts of the recording are lost. 'missing' says when there are more. */
  readonly gaps: readonly Gap[]
  /** Resolves when that moment, or a later sought one, is painted. */
  seek(ms: number): Promise<void>
  play(): void
  pause(): void
  /** 0.5 … 16. */
  setSpeed(speed: number): void
  setSkipIdle(on: boolean): void
  setOverlay(on: boolean): void
  /** Returns what ends the listening. */
  on<E extends keyof PlayerEvents>(event: E, fn: (value: PlayerEvents[E]) => void): () => void
  /** Goes on with a session that is still recorded: what its manifest says by now. Resolves once the new signals are read. */
  extend(manifest: RecordingManifest): Promise<void>
  /** The shown document as text, for comparing moments. */
  describe(): Promise<string>
  /** What stands right in the node `id` of the shown document (0: its root), or what fits `search` anywhere in it. */
  inspect(id: number, search?: string): Promise<readonly InspectedNode[]>
  /** Marks a place of the shown viewport over the frame; null: nothing any more. */
  outline(box: Box | null): void
  destroy(): void
}
