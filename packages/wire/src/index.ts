export { buildHtml, buildLimit, type BuildPlace, hasNumberedChildren, type TextFix, type TreeTarget } from './build.ts'
export {
  checkedSize,
  type Chunk,
  type ChunkHeader,
  type ChunkIdentity,
  decodeLane,
  deflateRaw,
  encodeChunk,
  eventsIn,
  formatVersion,
  frameChunk,
  headerOf,
  inflateRaw,
  ingestLimit,
  laneLimit,
  openEvents,
  openLane,
  readChunk,
  sealChunk,
  type StoredLane,
} from './chunk.ts'
export { createSectionWriter, decodeEvents, encodeEvents, type SectionPart, writeEvent } from './codec.ts'
export { crc32c } from './crc32c.ts'
export { type Beside, motionKey } from './beside.ts'
export { changeBetween, changesBetween } from './change/change.ts'
export { type Change, type NewNodes } from './change/telling.ts'
export { type Checkpoint, type Checkpointer, createCheckpointer, wholeRatio } from './change/checkpointer.ts'
export { createDocumentModel, type DocumentModel } from './document.ts'
export { elementKey, findByKey, type KeyElement, type SearchElement, type SearchRoot } from './element-key.ts'
export { WireError, type WireErrorCode } from './error.ts'
export {
  type DomEvent,
  type EventOf,
  type EventSpec,
  eventTable,
  type EventType,
  isDomEvent,
  type Lane,
  type PlayheadEvent,
  type SignalEvent,
} from './event.ts'
export {
  decodeText,
  encodeAttribute,
  encodeText,
  type HtmlVisitor,
  innerNamespace,
  type Namespace,
  scanHtml,
  voidElements,
} from './html.ts'
export { numberTree, type Numbering } from './number.ts'
export { buildNumbered, createNumbers, type Numbers, renumber, takeDocumentId } from './renumber.ts'
export { findGaps, type Gap } from './gap.ts'
export { activityOf, findIdle, idleBetween, type Span } from './idle.ts'
export { packChunks, unpackChunks } from './pack.ts'
export { htmlOf } from './serialise.ts'
export { type ModelNode, type NodeState, passOver, walk } from './tree.ts'
export { lastAt } from './last-at.ts'
export type {
  AssetRef,
  CheckpointRef,
  ChunkRef,
  LoadOptions,
  LossTotal,
  MarkGroup,
  RecordingManifest,
  RecordingSource,
  Still,
} from './manifest.ts'
export { eventsFromRrweb, type RrwebImport } from './rrweb/import.ts'
export { rrwebFromEvents, type RrwebExportOptions } from './rrweb/export.ts'
export type { RrwebEvent } from './rrweb/source.ts'
export { type ElementView, viewElement, viewRoot } from './view.ts'
export { createId, createSessionId, idFromBytes } from './id.ts'
export { numberShifts, restyled } from './restyle.ts'
export { firstSheetId, partEnd, spliceParts } from './sheet-part.ts'
export { chunkLimit, chunksFromEvents, sortEvents } from './split.ts'
export { findTabTurns, type TimedSignal } from './tab-turn.ts'
