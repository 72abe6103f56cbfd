import type { ServerResponse } from 'node:http'

type Reader = Pick<ServerResponse, 'write' | 'end' | 'once' | 'destroyed'>

const pieceBytes = 64 << 10
/** Copying that many into the kernel takes about as long as a chunk does; one connection is taken in per turn, too. */
const turnBytes = 256 << 10

interface Download {
  readonly reader: Reader
  readonly body: Buffer
  at: number
}
const due: Download[] = []

/**
 * Ends an answer with its body. A large one goes out in pieces, and of all of them together only so many in a turn of the
 * event loop, one after the other: who downloads, and be it by the hundred, holds up nobody who sends.
 */
export function endInPieces(reader: Reader, body: Buffer): void {
  if (body.length <= pieceBytes) reader.end(body)
  else wait({ reader, body, at: 0 })
}

function wait(download: Download): void {
  if (!due.length) setImmediate(writeSome)
  due.push(download)
}

function writeSome(): void {
  const now = due.splice(0, turnBytes / pieceBytes)
  if (due.length) setImmediate(writeSome)
  for (const download of now) {
    const { reader, body, at } = download
    if (reader.destroyed) continue
    const piece = body.subarray(at, at + pieceBytes)
    download.at += piece.length
    if (download.at === body.length) reader.end(piece)
    else if (reader.write(piece)) wait(download)
    else reader.once('drain', () => wait(download))
  }
}
