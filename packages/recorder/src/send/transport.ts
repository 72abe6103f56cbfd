import { native } from '../native.ts'
import type { Page } from '../scope.ts'
import { read, write } from '../session/storage.ts'
import type { Bytes, Upload } from './asset.ts'
import { exitBytes } from './chunker.ts'
import { type Letter as Laid, openSpill } from './spill.ts'

export interface Transport {
  /** Each chunk goes with its own session's token. `hasKeyframe`: without it, what follows can be read all the same. */
  send(chunk: Bytes, session: string, isLeaving: boolean, hasKeyframe?: boolean): void
  readonly upload: Upload
  /** The last tries to send have failed; what is told waits. */
  isStuck(): boolean
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
  /** Gives up what waits, here and in the browser's storage. */
  drop(): void
  stop(): void
}

export interface TransportOptions {
  readonly window: Page
  /** Where what could not be sent is laid down; without a database of its own: nowhere. */
  readonly store: Window
  readonly host: string
  readonly key: string
  token(session: string): string | undefined
  onToken(session: string, token: string): void
  /** The server has a chunk, and lacks these of its assets. */
  onAnswer(chunk: Bytes, want: readonly string[]): void
  /** The server will take nothing more: why. */
  onRefused(code: string): void
  /**
   * A chunk was given up. `code`: why the server refused it (`session-over`: as all that follows of its session); absent
   * where there was no room for it, told when the server answers again.
   */
  onLost(code?: string, hadKeyframe?: boolean, session?: string): void
  /** So many chunks found no room, grew too old, or were refused to a later document. */
  onSpillLost(count: number): void
}

interface Letter extends Laid {
  readonly hasKeyframe?: boolean | undefined
  /** From an earlier document. */
  readonly isOld?: boolean
  /** Handed to the browser to outlive the page, without an answer yet. */
  isBlind?: boolean
}

/** How much waits for a server that does not answer. */
const maxWaiting = 5 << 20
const maxRetryMs = 60_000
/** The longest that a server may ask us to wait; what waits longer is too old. */
const maxAfterMs = 24 * 3_600_000
/** Where documents of this browser tell each other until when a server wants to be left alone. */
const afterKey = 'playhead.after'
/** How long what earlier documents left waits for what this one has to say. */
const oldMs = 3000

/**
 * Sends chunks one after the other. Overload and lost networks are waited out, with growing, jittered pauses and as
 * `Retry-After` says; any other refusal is final for its chunk. What a second try could not send, what a server wants
 * later, and what is unsent when the page goes, is laid down in the browser until it was sent.
 */
export function createTransport(options: TransportOptions): Transport {
  const { window } = options
  const fetchNatively = native(window, 'fetch')
  const setTimer = native(window, 'setTimeout')
  const spill = openSpill(options.store, options.key, options.onSpillLost)
  const waiting: Letter[] = []
  /** On its way, or waiting for its next try. */
  let sending: Letter | undefined
  let isStopped = false
  let failures = 0
  let hasGap = false
  const idle: (() => void)[] = []
  /** Until when the server wants to be left alone, epoch ms. */
  let afterMs = read<number>(() => options.store.localStorage, afterKey) ?? 0
  /** Ends a pause that waits for the network. */
  let wake = (): void => undefined

  const address = ({ session, token }: Letter): string => {
    const found = options.token(session) ?? token
    return `${options.host}/i?k=${encodeURIComponent(options.key)}${found ? `&t=${encodeURIComponent(found)}` : ''}`
  }
  const post = (url: string, body: Bytes, keepalive: boolean): Promise<Response> =>
    fetchNatively(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/plain' },
      credentials: 'omit',
      keepalive,
      priority: 'low',
    })
  const put = (): void => {
    for (const letter of waiting) letter.token ??= options.token(letter.session)
    spill.put(waiting)
  }
  /** Not only when the page goes: a busy machine may not come to it then. */
  const putIfStuck = (): void => {
    if (failures > 1 || afterMs > Date.now()) put()
  }

  function drop(letter: Letter): void {
    const at = waiting.indexOf(letter)
    if (at >= 0) waiting.splice(at, 1)
    spill.remove(letter)
  }
  function add(letters: readonly Letter[]): void {
    waiting.push(...letters)
    let bytes = 0
    let lost = 0
    for (const { chunk } of waiting) bytes += chunk.length
    while (bytes > maxWaiting && waiting.length > 1) {
      const letter = waiting.find((one) => one !== sending)!
      bytes -= letter.chunk.length
      drop(letter)
      lost++
      // A new keyframe now would only push out more of what waits.
      hasGap ||= !letter.isOld
    }
    if (lost) options.onSpillLost(lost)
  }
  async function work(): Promise<void> {
    if (sending || isStopped) return
    while (waiting.length && !isStopped) {
      // What earlier documents left has waited long: this page's snapshot is what can be lost now.
      const letter = (sending = waiting.find(({ isOld }) => !isOld) ?? waiting[0]!)
      const pauseMs = afterMs > Date.now() ? afterMs - Date.now() : await attempt(letter)
      if (pauseMs) {
        failures++
        putIfStuck()
        await new Promise<void>((resolve) => {
          setTimer(resolve, Math.abs(pauseMs))
          wake = pauseMs < 0 ? resolve : () => undefined
        })
      } else {
        failures = 0
        drop(letter)
      }
    }
    sending = undefined
    if (!waiting.length) for (const resolve of idle.splice(0)) resolve()
  }
  async function hear({ chunk, session }: Letter, response: Response): Promise<void> {
    const answer = (await response.json()) as { token?: string; want?: string[] }
    if (answer.token) options.onToken(session, answer.token)
    options.onAnswer(chunk, answer.want ?? [])
    if (!hasGap) return
    hasGap = false
    options.onLost()
  }
  /** Resolves to 0 when the chunk is done with, else to how long to wait, in ms; negative: or until the network is back. */
  async function attempt(letter: Letter): Promise<number> {
    const backoffMs = Math.min(maxRetryMs, 1000 * 2 ** failures) * (0.5 + Math.random())
    try {
      const response = await post(address(letter), letter.chunk, false)
      if (response.ok) {
        await hear(letter, response)
        return 0
      }
      if (response.status === 429 || response.status >= 500) {
        const said = response.headers.get('retry-after') ?? ''
        const saidMs = Number(said) * 1000 || Date.parse(said) - Date.now()
        if (!(saidMs > 0)) return backoffMs
        // The next document must not ask earlier either.
        afterMs = Math.round(Date.now() + Math.min(saidMs, maxAfterMs) * (1 + Math.random() / 4))
        write(() => options.store.localStorage, afterKey, afterMs)
        return afterMs - Date.now()
      }
      const found = (await response.json().catch(() => null)) as { error?: { code?: string } } | null
      const code = found?.error?.code ?? String(response.status)
      // A session of the past may be closed to us: that says nothing of this one.
      if (letter.isOld) options.onSpillLost(1)
      else if (response.status === 401 || response.status === 403) {
        isStopped = true
        options.onRefused(code)
      } else options.onLost(code, letter.hasKeyframe, letter.session)
      return 0
    } catch {
      return -backoffMs
    }
  }
  /** The page goes: what is in flight dies with it. Sent again, it is a duplicate at worst. */
  function leave(): void {
    let room = afterMs > Date.now() ? 0 : exitBytes
    put()
    for (const letter of waiting) {
      if (letter.chunk.length > room) continue
      room -= letter.chunk.length
      if (letter.isBlind) continue
      letter.isBlind = true
      post(address(letter), letter.chunk, true)
        .then((response) => {
          if (!response.ok) return
          drop(letter)
          return hear(letter, response)
        })
        .catch(() => void (letter.isBlind = false))
    }
    // Still here after a while, the queue confirms what was sent blindly.
    setTimer(() => void work(), 2000)
  }
  const comeBack = (): void => wake()
  native(window, 'addEventListener')('online', comeBack)
  void spill.take().then((letters) => {
    if (isStopped) return
    add(letters.map((letter) => ({ ...letter, isOld: true })))
    // This page's first words go first, if it has any to say.
    setTimer(() => void work(), oldMs)
  })

  return {
    send(chunk, session, isLeaving, hasKeyframe) {
      if (isStopped) return
      add([{ chunk, session, hasKeyframe }])
      putIfStuck()
      if (isLeaving) leave()
      else void work()
    },
    async upload(hash, mime, body, keepalive) {
      const query = `k=${encodeURIComponent(options.key)}&h=${hash}&m=${encodeURIComponent(mime)}`
      try {
        return !isStopped && (await post(`${options.host}/i/asset?${query}`, body, keepalive)).ok
      } catch {
        return false
      }
    },
    isStuck: () => failures > 1,
    idle: () => new Promise((resolve) => (waiting.length && !isStopped ? void idle.push(resolve) : resolve())),
    drop() {
      waiting.length = 0
      spill.close()
    },
    stop() {
      isStopped = true
      waiting.length = 0
      spill.close()
      native(window, 'removeEventListener')('online', comeBack)
    },
  }
}
