import type { EventOf } from '@playhead/wire'
import type { SessionSignal, SessionSignalOf } from './session-signal.ts'

/** What went over a socket up to a moment, since the one before. */
export interface SocketTraffic {
  readonly atMs: number
  readonly state: EventOf<'socket'>['state']
  readonly sent: number
  readonly sentBytes: number
  readonly received: number
  readonly receivedBytes: number
  readonly code: number | undefined
}

/** A request with its answer, or a socket for as long as it was open. */
export interface Exchange {
  readonly kind: EventOf<'request'>['kind'] | 'socket'
  readonly tab: string
  readonly startMs: number
  /** null: it was open when the recording of it ended. */
  readonly endMs: number | null
  readonly method: string
  readonly url: string
  /** 0: no answer; of a socket the code that it was closed with. */
  readonly status: number
  readonly isFailed: boolean
  /** Bytes of the answer, or received over the socket; null: not told. */
  readonly sizeBytes: number | null
  /** Headers and bodies as JSON, where they were asked for. */
  readonly request: string | undefined
  readonly response: string | undefined
  /** Empty but for sockets. */
  readonly traffic: readonly SocketTraffic[]
}

/** A payload is told once its body was read: this long after its request at most. */
const payloadAfterMs = 10_000
const payloadBeforeMs = 50

type Draft = { -readonly [K in keyof Exchange]: Exchange[K] } & { traffic: SocketTraffic[] }

/** All that a session's pages asked of the network, in order of when it began. */
export function exchangesOf(signals: readonly SessionSignal[]): Exchange[] {
  const found: Draft[] = []
  /** Sockets that are open, by tab and address, the one that was opened last at the end. */
  const open = new Map<string, Draft[]>()
  /** Requests that may get a payload yet, by what both tell, in order. */
  const waiting = new Map<string, Draft[]>()
  for (const signal of signals) {
    if (signal.type === 'request') {
      const exchange = exchangeFrom(signal)
      found.push(exchange)
      listAt(waiting, payloadKey(signal)).push(exchange)
    } else if (signal.type === 'socket') follow(signal, listAt(open, `${signal.tab} ${signal.url}`), found)
  }
  for (const list of waiting.values()) list.reverse()
  for (const signal of signals) if (signal.type === 'payload') addPayload(signal, listAt(waiting, payloadKey(signal)), found)
  return found.sort((a, b) => a.startMs - b.startMs)
}

const payloadKey = ({ tab, method, status, url }: SessionSignalOf<'request' | 'payload'>): string => `${tab} ${method} ${status} ${url}`

function listAt<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key)
  if (known) return known
  const made: T[] = []
  lists.set(key, made)
  return made
}

/** Beacons have no answer, so none of them has failed. */
const hasFailed = ({ kind, status }: SessionSignalOf<'request'>): boolean => kind !== 'beacon' && (status === 0 || status >= 400)

function exchangeFrom(signal: SessionSignalOf<'request'>): Draft {
  const { kind, atMs, durationMs, method, status, responseBytes } = signal
  return {
    ...beginExchange(kind, signal),
    startMs: Math.max(0, atMs - durationMs),
    endMs: atMs,
    method,
    status,
    isFailed: hasFailed(signal),
    sizeBytes: responseBytes ?? null,
  }
}

const beginExchange = (kind: Exchange['kind'], { tab, atMs, url }: SessionSignalOf<'request' | 'socket' | 'payload'>): Draft => ({
  kind,
  tab,
  startMs: atMs,
  endMs: null,
  method: '',
  url,
  status: 0,
  isFailed: false,
  sizeBytes: null,
  request: undefined,
  response: undefined,
  traffic: [],
})

/** Codes of a socket that was closed as it should be: done, gone away, none told. */
const soundCodes: ReadonlySet<number> = new Set([1000, 1001, 1005])

/** Sockets have no name but their address: what is told belongs to the one that was opened last and is open still. */
function follow(signal: SessionSignalOf<'socket'>, open: Draft[], found: Draft[]): void {
  const { atMs, state, code } = signal
  let socket = state === 'open' ? undefined : open.at(-1)
  if (!socket) {
    socket = { ...beginExchange('socket', signal), method: 'WS', sizeBytes: 0 }
    open.push(socket)
    found.push(socket)
  }
  const { sent, sentBytes, received, receivedBytes } = signal
  socket.traffic.push({ atMs, state, sent, sentBytes, received, receivedBytes, code })
  socket.sizeBytes = (socket.sizeBytes ?? 0) + receivedBytes
  if (state === 'error') socket.isFailed = true
  if (state !== 'close') return
  socket.endMs = atMs
  socket.status = code ?? 0
  socket.isFailed ||= code !== undefined && !soundCodes.has(code)
  open.pop()
}

/** @param waiting the requests that it may belong to, the first at the end */
function addPayload(signal: SessionSignalOf<'payload'>, waiting: Draft[], found: Draft[]): void {
  const { atMs, method, status, request, response } = signal
  // What was asked too long ago has none.
  while (waiting.length && waiting.at(-1)!.endMs! < atMs - payloadAfterMs) waiting.pop()
  const known = waiting.at(-1)
  if (known && known.endMs! <= atMs + payloadBeforeMs) {
    waiting.pop()
    Object.assign(known, { request, response })
    return
  }
  const isFailed = status === 0 || status >= 400
  found.push({ ...beginExchange('fetch', signal), endMs: atMs, method, status, isFailed, request, response })
}
