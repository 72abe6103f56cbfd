import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/**
 * One request of a connection after the other. The parser hands out all that lie in a packet at once, whose sender may be gone
 * long before they are worked off.
 */
export interface Pipelines {
  take(request: IncomingMessage, response: ServerResponse, answer: Answer): void
  /** The answer that a connection is given right now. */
  current(socket: object): ServerResponse | undefined
}

interface Line {
  current: ServerResponse
  readonly waiting: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly answer: Answer }[]
}

/** Each that waits takes memory, and browsers send none before the last is answered. */
const mostWaiting = 16

/** `onFlood` is told of a connection on which more wait; it has been cut. */
export function createPipelines(onFlood: () => void): Pipelines {
  const lines = new WeakMap<object, Line>()

  function begin(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
    response.once('close', () => next(request.socket))
    answer(request, response)
  }
  function next(socket: Socket): void {
    const due = lines.get(socket)?.waiting.shift()
    if (!due) return void lines.delete(socket)
    lines.get(socket)!.current = due.response
    // A turn of the loop for each: others come in between, and that the sender has hung up is seen.
    setImmediate(() => {
      if (socket.writable) begin(due.request, due.response, due.answer)
      else lines.delete(socket)
    })
  }
  return {
    take(request, response, answer) {
      const { socket } = request
      if (!socket.writable) return
      const line = lines.get(socket)
      if (!line) {
        lines.set(socket, { current: response, waiting: [] })
        begin(request, response, answer)
      } else if (line.waiting.length < mostWaiting) line.waiting.push({ request, response, answer })
      else {
        socket.destroy()
        onFlood()
      }
    },
    current: (socket) => lines.get(socket)?.current,
  }
}
