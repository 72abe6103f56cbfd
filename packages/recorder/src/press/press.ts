import { createSectionWriter, deflateRaw, type PlayheadEvent, sealChunk, writeEvent } from '@playhead/wire'
import { recordCss } from '../privacy/css.ts'
import { maskHtml } from '../privacy/html.ts'
import type { Level } from '../privacy/level.ts'
import type { Tokens } from '../privacy/token.ts'
import type { Draft, MaskJob, RawEvent } from './draft.ts'

export type Bytes = Uint8Array<ArrayBuffer>

/** A finished chunk, and the addresses that its CSS loads. `bytes` is null where some HTML does not say its tree. */
export interface Pressed {
  readonly bytes: Bytes | null
  readonly urls: readonly string[]
  /** Names that no style sheet was known to use, and that were left out for it: of a press elsewhere, each once. */
  readonly refused?: readonly string[] | undefined
}

/** A whole style sheet to be masked. */
export interface SheetJob {
  readonly css: string
  readonly base: string
  readonly level: Level
}

/** The last step of a chunk: masks HTML, encodes, deflates. Nothing here needs a page, so that a worker can do it. */
export async function pressChunk(draft: Draft, tokens: Tokens, sentMs: number, deflates: boolean): Promise<Pressed> {
  const urls: string[] = []
  const lane = (parts: Draft['dom']): Bytes => {
    const out = createSectionWriter()
    for (const part of parts)
      if ('event' in part) writeEvent(out, complete(part.event, tokens, urls), part.lastMs)
      else out.append(part)
    return out.finish()
  }
  try {
    const { header } = draft
    // A clock that was set back must not send what has not happened yet.
    return {
      bytes: await sealChunk(
        { ...header, sentMs: Math.max(sentMs, header.endMs) },
        lane(draft.signal),
        lane(draft.dom),
        deflates ? deflateRaw : null,
      ),
      urls,
    }
  } catch {
    return { bytes: null, urls }
  }
}

function complete(event: RawEvent, tokens: Tokens, urls: string[]): PlayheadEvent {
  const { job } = event
  if (job) return { ...event, ...maskJob(job, tokens, urls) }
  return event.type === 'start' ? { ...event, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '' } : event
}

function maskJob(job: MaskJob, tokens: Tokens, urls: string[]): { html: string; splits: { id: number; lengths: number[] }[] } {
  const splits = new Map(job.splits)
  const masked = maskHtml(job.html, { ...job, splits, tokens, onCssUrl: (url) => void urls.push(url) })
  // Both counts agree, or the text does not say this tree.
  if (masked.nextId !== job.nextId) throw new Error()
  return { html: masked.html, splits: [...splits].map(([id, lengths]) => ({ id, lengths })) }
}

export function pressSheet({ css, base, level }: SheetJob, { hash }: Tokens): { css: string; urls: string[] } {
  const urls: string[] = []
  return { css: recordCss(css, base, level, hash, (url) => void urls.push(url)), urls }
}
