import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** A WebSocket that sends back the first message (text under 126 bytes) and closes with 1000 when asked to. */
export function acceptSocket(request: IncomingMessage, socket: Duplex): void {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`)
  socket.on('error', () => socket.destroy())
  socket.on('data', (frame: Buffer) => {
    const opcode = frame[0]! & 15
    const length = frame[1]! & 127
    const mask = frame.subarray(2, 6)
    const data = frame.subarray(6, 6 + length).map((byte, i) => byte ^ mask[i & 3]!)
    socket.write(Buffer.concat([Buffer.from([0x80 | opcode, length]), data]))
    if (opcode === 8) socket.end()
  })
}
