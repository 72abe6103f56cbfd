import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type ErrorCode, errorBody, statusOf } from '@playhead/api'
import { type Answer, createPipelines } from './pipeline.ts'
import { sendError } from './site/answer.ts'

export interface ConnectionOptions {
  readonly answer: Answer
  /** A request that reached no page. */
  readonly onRefusal: (code: ErrorCode) => void
  /** How long a whole request may take. */
  readonly requestMs: number
  /** How long an answer may wait for its reader to take a byte. */
  readonly readerStallMs: number
}
export interface Connections {
  readonly http: Server
  /** Whoever reads the body of this request sees to its time. */
  giveTime(request: Pick<IncomingMessage, 'socket' | 'once'>): void
}

/** HTTP with an end to whoever sends or reads too slowly, and a code for whatever is refused before a page sees it. */
export function createConnections({ answer, onRefusal, requestMs, readerStallMs }: ConnectionOptions): Connections {
  const pipelines = createPipelines(() => onRefusal('slow-down'))
  const patient = new WeakSet<object>()
  const http = createServer({
    headersTimeout: Math.min(10_000, requestMs),
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(500, requestMs),
    // Refused below, with a code.
    requireHostHeader: false,
  })

  const refuseWith =
    (code: ErrorCode, detail?: string): Answer =>
    (_, response) => {
      onRefusal(code)
      response.setHeader('connection', 'close')
      sendError(response, code, detail)
    }
  const refuseHostless = refuseWith('bad-request', 'no Host header')
  const refuseExpectation = refuseWith('bad-expectation')
  http.on('request', (request, response) => {
    const isHostless = request.headers.host === undefined && request.httpVersion === '1.1'
    pipelines.take(request, response, isHostless ? refuseHostless : answer)
  })
  http.on('checkExpectation', (request, response) => pipelines.take(request, response, refuseExpectation))

  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const code = refusalOf(error)
    if (code === 'too-slow' && patient.has(socket)) return
    if (code) onRefusal(code)
    // In the midst of an answer it would be read as a part of that.
    if (!code || !socket.writable || pipelines.current(socket)?.headersSent) return void socket.destroy()
    socket.write(textOf(code))
    // With what was written, and without waiting for the sender to end, too.
    ;(socket as Socket).destroySoon()
  })

  // Told when no byte came or went for so long. As long as the server itself has nothing to send yet, that is its own doing.
  http.setTimeout(readerStallMs, (socket: Socket) => {
    if (!pipelines.current(socket) || socket.writableLength > 0) socket.destroy()
  })

  return {
    http,
    giveTime(request) {
      const { socket } = request
      patient.add(socket)
      request.once('close', () => patient.delete(socket))
    },
  }
}

/** Null: nobody is refused, the connection failed or its sender went away. */
function refusalOf({ code = '' }: NodeJS.ErrnoException): ErrorCode | null {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'too-slow'
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large'
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'too-large'
  return code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE' ? 'bad-request' : null
}

/** Where there is no request yet, there is nothing of HTTP to answer it with. */
function textOf(code: ErrorCode): string {
  const body = JSON.stringify(errorBody(code))
  const status = `HTTP/1.1 ${statusOf(code)} ${STATUS_CODES[statusOf(code)]}`
  const headers = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'cache-control: no-store']
  return [status, ...headers, 'connection: close', '', body].join('\r\n')
}
