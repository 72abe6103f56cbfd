import type { IncomingMessage } from 'node:http'
import type { ErrorCode } from '@playhead/api'
import type { Project, Store } from '@playhead/store'
import type { ChunkHeader, SignalEvent } from '@playhead/wire'
import type { Log } from '../log.ts'
import type { Metrics } from '../metric.ts'
import type { BodyLoad } from '../body-load.ts'
import type { Buckets } from '../bucket.ts'
import type { Networks } from '../network.ts'
import type { FindProject } from './project-finder.ts'
import type { RefusalBook } from './refusal-book.ts'
import type { SessionBook } from './session-book.ts'
import type { Storing } from './storing.ts'

/** What the steps share: one per server. */
export interface IngestContext {
  readonly store: Store
  readonly findProject: FindProject
  readonly metrics: Metrics
  readonly log: Log
  readonly refusals: RefusalBook
  readonly sessions: SessionBook
  readonly storing: Storing
  readonly networks: Networks
  readonly keyBuckets: Buckets
  readonly networkBuckets: Buckets
  /** Origins of this server itself: the demo shop sends from here. */
  readonly ownOrigins: readonly string[]
  /** Chunks worked on at the same time, and assets. */
  readonly mostAtOnce: number
  readonly bodyTimeoutMs: number
  readonly bodyStallMs: number
  /** Bytes of bodies that are read, worked on or waited for right now. */
  readonly load: BodyLoad
}

/** What is known of one request; every step adds its part. */
export interface Work {
  readonly request: IncomingMessage
  readonly query: URLSearchParams
  readonly receivedMs: number
  readonly limitBytes: number
  /** The part of the sender's address that is looked at and never stored; empty: this machine. */
  readonly network: string
  body?: Uint8Array
  project?: Project
  header?: ChunkHeader
  signals?: SignalEvent[]
  /** The answer of a request that was taken. */
  answer?: { ok: true; token: string; want: string[] }
  result?: string
}

/** Visits that are counted and not kept. */
export type LeftOut = 'crawler' | 'internal-visitor'

/** `drop`: the sender is told that all is well, and nothing is kept. */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'drop'; readonly why: LeftOut | 'gone'; readonly detail: string }
  | { readonly kind: 'reject'; readonly code: ErrorCode; readonly detail: string; readonly retryAfterS?: number }
export type Step = (work: Work, context: IngestContext) => Verdict | Promise<Verdict>

export const pass: Verdict = { kind: 'ok' }
export const drop = (why: LeftOut | 'gone', detail = ''): Verdict => ({ kind: 'drop', why, detail })
/** `detail` is shown in the dashboard: it names what was wrong, and never holds recorded content. */
export const reject = (code: ErrorCode, detail: string, retryAfterS?: number): Verdict => ({
  kind: 'reject',
  code,
  detail,
  ...(retryAfterS === undefined ? {} : { retryAfterS }),
})

/** Runs steps in order until one does not pass. */
export async function runSteps(steps: readonly Step[], work: Work, context: IngestContext): Promise<Verdict> {
  for (const step of steps) {
    const answered = step(work, context)
    // Most steps answer at once: waiting for them, too, would let other requests in between twelve times.
    const verdict = answered instanceof Promise ? await answered : answered
    if (verdict.kind !== 'ok') return verdict
  }
  return pass
}
