/**
 * What the page around the frame and the frame may say to each other, and nothing else.
 * Both sides check every message; one that does not fit is dropped.
 */
export interface ChunkMessage {
  readonly type: 'chunk'
  readonly ticket: number
  readonly tab: string
  readonly seq: number
  readonly bytes: Uint8Array
}
/** A short way to the moment at which the chunk `seq` begins. */
export interface CheckpointMessage {
  readonly type: 'checkpoint'
  readonly ticket: number
  readonly tab: string
  readonly seq: number
  readonly fromSeq: number
  readonly timeMs: number
  readonly bytes: Uint8Array
}
/** The next chunk of a tab, to find short ways to moments in it: it is not held. */
export interface SurveyMessage {
  readonly type: 'survey'
  readonly ticket: number
  readonly tab: string
  readonly seq: number
  /** Somebody waits for a way to its beginning. */
  readonly isWanted: boolean
  readonly bytes: Uint8Array
}
export interface DropMessage {
  readonly type: 'drop'
  readonly tab: string
  readonly seq: number
}
export interface DropCheckpointMessage {
  readonly type: 'dropCheckpoint'
  readonly tab: string
  readonly seq: number
}
/** Addresses of assets and the hash of what they held; an empty hash: known to be missing. */
export interface NameMessage {
  readonly type: 'name'
  readonly entries: readonly (readonly [url: string, hash: string])[]
}
/** In UTF-16 units. */
export const nameLimit: { readonly url: number; readonly hash: number } = { url: 1 << 16, hash: 64 }
/** Null bytes: the vault does not hold it. */
export interface AssetMessage {
  readonly type: 'asset'
  readonly hash: string
  readonly mime: string
  readonly bytes: Uint8Array | null
}
/** Show `tab` as it was at `toMs` (client clock, epoch ms). */
export interface ShowMessage {
  readonly type: 'show'
  readonly ticket: number
  readonly tab: string
  readonly toMs: number
  /** 0: paused, a seek; else the speed of playing. */
  readonly speed: number
  /** Where a hovering pointer is, in viewport px; empty: nowhere. */
  readonly pointer: readonly number[]
}
export interface DescribeMessage {
  readonly type: 'describe'
  readonly ticket: number
}
/** The frame's size, px: a frame in a process of its own learns it late, and answers once it has it. */
interface Sized {
  readonly width: number
  readonly height: number
}
/**
 * Also brings the page to its top and holds viewport heights where they are: it is asked before the frame grows.
 * A scroll bar keeps its room and is not seen; pages of phones have none.
 */
export interface MeasureMessage extends Sized {
  readonly type: 'measure'
  readonly ticket: number
}
export interface LocateMessage extends Sized {
  readonly type: 'locate'
  readonly ticket: number
  readonly keys: readonly string[]
}
/** The children of the node `id` (0: the root itself); or, where `search` is not empty, what fits that. */
export interface InspectMessage {
  readonly type: 'inspect'
  readonly ticket: number
  readonly id: number
  readonly search: string
}
export type FrameRequest =
  | ChunkMessage
  | CheckpointMessage
  | SurveyMessage
  | DropMessage
  | DropCheckpointMessage
  | NameMessage
  | AssetMessage
  | ShowMessage
  | DescribeMessage
  | MeasureMessage
  | LocateMessage
  | InspectMessage

export interface KeyframeFact {
  readonly timeMs: number
  readonly width: number
  readonly height: number
}
export interface HeldReply {
  readonly type: 'held'
  readonly ticket: number
  readonly keyframes: readonly KeyframeFact[]
  /** What it takes in memory, about. */
  readonly sizeBytes: number
  /** Empty when the chunk is sound. */
  readonly error: string
}
/** `found`: a checkpoint that the frame holds now, `[seq, fromSeq, timeMs, sizeBytes]`, or an empty list. */
export interface SurveyedReply {
  readonly type: 'surveyed'
  readonly ticket: number
  readonly found: readonly number[]
}
export interface ShownReply {
  readonly type: 'shown'
  readonly ticket: number
  /** Time of the keyframe that is shown; 0: there is none. */
  readonly baseMs: number
  /** A later moment was asked for meanwhile: this one was not shown. */
  readonly isOvertaken: boolean
  readonly scrollX: number
  readonly scrollY: number
}
/** `width` is that of the layout: the frame's without a scroll bar's. */
export interface MeasuredReply {
  readonly type: 'measured'
  readonly ticket: number
  readonly width: number
  readonly height: number
}
/** For each key its element's box in page px `[x, y, width, height]`, or an empty list. */
export interface LocatedReply {
  readonly type: 'located'
  readonly ticket: number
  readonly boxes: readonly (readonly number[])[]
}
export interface DescribedReply {
  readonly type: 'described'
  readonly ticket: number
  readonly text: string
}
/** A node of the shown document, as recorded. */
export interface InspectedNode {
  readonly id: number
  /** Ids of the nodes that it stands in, outermost first. */
  readonly path: readonly number[]
  /** Its local name; of others `#text`, `#comment`, `#shadow-root`, `#document`. */
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly text: string
  /** How many nodes stand right in it. */
  readonly children: number
  /** `[x, y, width, height]` in the viewport, px; empty: it has none. */
  readonly box: readonly number[]
}
export interface InspectedReply {
  readonly type: 'inspected'
  readonly ticket: number
  readonly nodes: readonly InspectedNode[]
}
export interface NeedReply {
  readonly type: 'need'
  readonly hashes: readonly string[]
}
export type MissingKind = 'asset' | 'frame' | 'canvas' | 'media' | 'plugin' | 'animation' | 'node' | 'chunk' | 'quirks' | 'event'
export interface MissingReply {
  readonly type: 'missing'
  readonly entries: readonly (readonly [what: string, detail: string, count: number])[]
}
export type FrameReply =
  | HeldReply
  | SurveyedReply
  | ShownReply
  | MeasuredReply
  | LocatedReply
  | DescribedReply
  | InspectedReply
  | NeedReply
  | MissingReply

type Check = (value: unknown) => boolean
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const flag: Check = (value) => typeof value === 'boolean'
const text =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max
const list =
  (check: Check, max: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(check)
const tuple =
  (...checks: Check[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, i) => check(value[i]))
const bytes: Check = (value) => value instanceof Uint8Array && value.length <= 64 << 20
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const record =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null) return false
    const keys = Object.keys(value)
    return keys.length === Object.keys(checks).length && keys.every((key) => checks[key]?.((value as Record<string, unknown>)[key]))
  }
const message = (checks: Readonly<Record<string, Check>>): Check => record({ type: text(20), ...checks })

const requests: Readonly<Record<FrameRequest['type'], Check>> = {
  chunk: message({ ticket: number, tab: text(64), seq: number, bytes }),
  checkpoint: message({ ticket: number, tab: text(64), seq: number, fromSeq: number, timeMs: number, bytes }),
  survey: message({ ticket: number, tab: text(64), seq: number, isWanted: flag, bytes }),
  drop: message({ tab: text(64), seq: number }),
  dropCheckpoint: message({ tab: text(64), seq: number }),
  name: message({ entries: list(tuple(text(nameLimit.url), text(nameLimit.hash)), 100_000) }),
  asset: message({ hash: text(64), mime: text(256), bytes: orNull(bytes) }),
  show: message({ ticket: number, tab: text(64), toMs: number, speed: number, pointer: list(number, 2) }),
  measure: message({ ticket: number, width: number, height: number }),
  describe: message({ ticket: number }),
  locate: message({ ticket: number, keys: list(text(1 << 13), 10_000), width: number, height: number }),
  inspect: message({ ticket: number, id: number, search: text(200) }),
}

const inspected = record({
  id: number,
  path: list(number, 10_000),
  name: text(200),
  attributes: list(tuple(text(200), text(1000)), 100),
  text: text(1000),
  children: number,
  box: list(number, 4),
})
const replies: Readonly<Record<FrameReply['type'], Check>> = {
  held: message({
    ticket: number,
    keyframes: list(record({ timeMs: number, width: number, height: number }), 10_000),
    sizeBytes: number,
    error: text(1000),
  }),
  surveyed: message({ ticket: number, found: list(number, 4) }),
  shown: message({ ticket: number, baseMs: number, isOvertaken: flag, scrollX: number, scrollY: number }),
  measured: message({ ticket: number, width: number, height: number }),
  located: message({ ticket: number, boxes: list(list(number, 4), 10_000) }),
  described: message({ ticket: number, text: text(1 << 28) }),
  inspected: message({ ticket: number, nodes: list(inspected, 1000) }),
  need: message({ hashes: list(text(64), 100_000) }),
  missing: message({ entries: list(tuple(text(20), text(1000), number), 1000) }),
}

const fits = (table: Readonly<Record<string, Check>>, data: unknown): boolean => {
  if (typeof data !== 'object' || data === null) return false
  const { type } = data as { type?: unknown }
  return typeof type === 'string' && Object.hasOwn(table, type) && table[type]!(data)
}

export const readRequest = (data: unknown): FrameRequest | null => (fits(requests, data) ? (data as FrameRequest) : null)
export const readReply = (data: unknown): FrameReply | null => (fits(replies, data) ? (data as FrameReply) : null)

/** The frame's first and only window message; it carries the one port. */
export const helloMessage = 'playhead-frame'
