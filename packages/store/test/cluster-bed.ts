import { openS3 } from '../src/bytes/s3.ts'
import type { IncomingChunk } from '../src/index.ts'
import { type ChunkSpec, chunkOf, click, epochMs, keyframe, page, start, viewport } from './fixture.ts'

type More = Omit<ChunkSpec, 'session' | 'seq'>

/** A session's beginning, with a page and a click. */
export const first = (session: string, more: More = {}): Promise<IncomingChunk> =>
  chunkOf({ session, ...more }, [
    start(epochMs),
    viewport(epochMs, 1400),
    page(epochMs, 'https://shop.example/'),
    keyframe(epochMs),
    click(epochMs + 9),
  ])
/** One click more. */
export const later = (session: string, seq: number, more: More = {}): Promise<IncomingChunk> =>
  chunkOf({ session, seq, ...more }, [click(epochMs + seq * 1000)])

/** All that stands in a bucket. */
export async function readBucket(url: string): Promise<Buffer> {
  const bytes = openS3(url)
  const parts: Buffer[] = []
  for await (const key of bytes.list('')) parts.push(Buffer.from(key), (await bytes.get(key))!)
  return Buffer.concat(parts)
}
