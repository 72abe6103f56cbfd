import {
  type ChunkHeader,
  type ChunkIdentity,
  createSectionWriter,
  headerOf,
  isDomEvent,
  type PlayheadEvent,
  type SectionPart,
  writeEvent,
} from '@playhead/wire'
import type { MaskContext } from '../privacy/html.ts'

/** HTML as the browser wrote it, and what masking it needs. It is raw: it goes to the press and nowhere else. */
export interface MaskJob extends Omit<MaskContext, 'tokens' | 'onCssUrl'> {
  readonly html: string
  /** The id after the last node: the text must count the same. */
  readonly nextId: number
}

/** An event, maybe one whose HTML is still to be masked. */
export type RawEvent = PlayheadEvent & { readonly job?: MaskJob | undefined }

/** What the press completes: HTML, and the time zone, which takes a browser longer to find than all else of `start`. */
const isRaw = (event: RawEvent): boolean => !!event.job || event.type === 'start'

/** An event that the press completes: it goes between what is encoded before and after it. */
interface RawPart {
  readonly event: RawEvent
  readonly lastMs: number
}

/** A chunk before its last step: encoded but for HTML, which is still to be masked. */
export interface Draft {
  readonly header: ChunkHeader
  readonly signal: readonly (SectionPart | RawPart)[]
  readonly dom: readonly (SectionPart | RawPart)[]
}

/** What is small is encoded here, on the page's thread: handing over objects would cost more than their bytes. */
export function draftChunk(identity: ChunkIdentity, events: readonly RawEvent[]): Draft {
  const header = headerOf(identity, events)
  const draftLane = (isDom: boolean): (SectionPart | RawPart)[] => {
    const parts: (SectionPart | RawPart)[] = []
    let out = createSectionWriter()
    let lastMs = header.baseMs
    out.number(isDom ? header.doms : header.signals)
    for (const event of events)
      if (isDomEvent(event) !== isDom) continue
      else if (isRaw(event)) {
        parts.push(out.part(), { event, lastMs })
        lastMs = Math.max(lastMs, Math.round(event.timeMs))
        out = createSectionWriter()
      } else lastMs = writeEvent(out, event, lastMs)
    parts.push(out.part())
    return parts
  }
  return { header, signal: draftLane(false), dom: draftLane(true) }
}
