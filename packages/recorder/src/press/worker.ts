import { native } from '../native.ts'
import { seemsGuarded } from '../policy.ts'
import type { HashSecret } from '../privacy/hash.ts'
import { createTokens, type Tokens } from '../privacy/token.ts'
import type { Page } from '../scope.ts'
import type { Draft } from './draft.ts'
import { pressChunk, type Pressed, pressSheet, type SheetJob } from './press.ts'

/**
 * The built recorder is one function, whose source the worker runs with an argument. Both names are absent where the
 * source is run unbuilt. @see build.ts
 */
declare const playheadSelf: ((isWorker?: unknown) => void) | undefined
declare const playheadIsWorker: unknown

type Task = { readonly draft: Draft; readonly sentMs: number; readonly deflates: boolean } | { readonly sheet: SheetJob }
interface Order {
  readonly task: Task
  /** Names learned since the order before. */
  readonly names: readonly string[]
  /** So that both sides hash alike. */
  readonly secret: HashSecret
}
type Masked = ReturnType<typeof pressSheet>

export interface Press {
  chunk(draft: Draft, sentMs: number): Promise<Pressed>
  /** The same within this task but for microtasks, uncompressed, for a page that may be gone after it. */
  chunkNow(draft: Draft, sentMs: number): Promise<Pressed>
  sheet(job: SheetJob): Promise<Masked>
  stop(): void
}

const work = async (task: Task, tokens: Tokens): Promise<Pressed | Masked> =>
  'sheet' in task ? pressSheet(task.sheet, tokens) : pressChunk(task.draft, tokens, task.sentMs, task.deflates)

/** Where this file runs as its own worker, it answers orders, one by one. Returns whether it does. */
export function serves(): boolean {
  if (!(typeof playheadIsWorker !== 'undefined' && playheadIsWorker) && !('importScripts' in globalThis)) return false
  let tokens: Tokens | undefined
  let told = 0
  let last: Promise<unknown> = Promise.resolve()
  self.onmessage = ({ data }: MessageEvent<Order>) => {
    const known = (tokens ??= createTokens(data.secret))
    known.take(data.names)
    last = last
      .then(async () => {
        const answer = await work(data.task, known)
        const refused = known.refusedAfter(told)
        told += refused.length
        self.postMessage({ ...answer, refused })
      })
      // Uncaught, it reaches the page's side, which then does the work itself.
      .catch((error: unknown) => setTimeout(() => reject(error)))
  }
  return true
}
function reject(error: unknown): never {
  throw error
}

/**
 * A press in a worker; on the page's own thread where none may be made, or `allowed` is false, or it fails: then what
 * it was given is done again here. Unless `allowed` says so, none is tried where a policy may forbid it.
 *
 * @param script the address that this recorder was loaded from, if it has a file of its own
 */
export function startPress(window: Page, tokens: Tokens, allowed: boolean | undefined, script = ''): Press {
  const deflates = 'CompressionStream' in window
  const orders: { readonly task: Task; resolve(answer: Pressed | Masked): void }[] = []
  let worker = (allowed ?? !seemsGuarded(window.document)) ? createWorker(window, script) : null
  let told = 0
  function giveUp(): void {
    worker?.terminate()
    worker = null
    for (const { task, resolve } of orders.splice(0)) void work(task, tokens).then(resolve)
  }
  if (worker) {
    native(worker, 'addEventListener')('message', ({ data }: MessageEvent<Pressed | Masked>) => orders.shift()?.resolve(data))
    worker.onerror = (event) => {
      event.preventDefault()
      giveUp()
    }
  }
  function order(task: Task): Promise<Pressed | Masked> {
    if (!worker) return work(task, tokens)
    return new Promise((resolve) => {
      orders.push({ task, resolve })
      const names = tokens.after(told)
      told += names.length
      try {
        worker!.postMessage({ task, names, secret: tokens.secret } satisfies Order)
      } catch {
        giveUp()
      }
    })
  }
  return {
    chunk: (draft, sentMs) => order({ draft, sentMs, deflates }) as Promise<Pressed>,
    chunkNow: (draft, sentMs) => pressChunk(draft, tokens, sentMs, false),
    sheet: (sheet) => order({ sheet }) as Promise<Masked>,
    stop: () => worker?.terminate(),
  }
}

/** Whether that file holds nothing but this: the code of a site that bundles it must not run in a worker. */
function isAlone({ performance }: Page, script: string): boolean {
  const [file] = performance.getEntriesByName(script) as PerformanceResourceTiming[]
  const moreBytes = (file?.decodedBodySize ?? 0) - String(playheadSelf).length
  return moreBytes > 0 && moreBytes < 99
}

/** From the script's own address where the page may have a worker of it: no policy that lets the one in keeps out the other. */
function createWorker(window: Page, script: string): Worker | null {
  if (typeof playheadSelf === 'undefined') return null
  try {
    // A page that is isolated wants of a worker's address what few servers say.
    if (script && new URL(script).origin === window.location.origin && !window.crossOriginIsolated && isAlone(window, script))
      return new window.Worker(script)
    const url = window.URL.createObjectURL(new Blob([`(${String(playheadSelf)})(1)`], { type: 'text/javascript' }))
    const worker = new window.Worker(url)
    window.URL.revokeObjectURL(url)
    return worker
  } catch {
    return null
  }
}
