import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { encodeChunk, openLane, type PlayheadEvent, readChunk } from '@playhead/wire'
import type { IncomingChunk } from '../src/index.ts'
import { type ChunkSpec, click, epochMs, keyframe, page, start, tabId, viewport } from './fixture.ts'

/** As the recorder sends it, but not deflated, so that a search of the disk sees what is in it. */
export async function plain(
  { session, seq = 0, project = 'shop', tab = tabId(1) }: ChunkSpec,
  events: readonly PlayheadEvent[],
): Promise<IncomingChunk> {
  const bytes = await encodeChunk({ session, tab, view: tabId(9), seq, baseSeq: 0, last: false, sentMs: epochMs }, events, null)
  const chunk = readChunk(bytes)
  return { project, receivedMs: epochMs, bytes, header: chunk.header, signals: await openLane(chunk, 'signal') }
}
/** Files of the data directory that hold a text, by their folders; of one that changes meanwhile, only that it does. */
export function searchDir(dir: string, text: string): string[] {
  try {
    return searchNow(dir, text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ['it changes']
    throw error
  }
}
function searchNow(dir: string, text: string): string[] {
  const found = new Set<string>()
  const look = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) look(path)
      else if (entry.isFile() && readFileSync(path).includes(text)) found.add(relative(dir, path).split('/').slice(0, 2).join('/'))
    }
  }
  look(dir)
  return [...found].sort()
}
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest().subarray(0, 16).toString('base64url')
/** What an erasure must leave nowhere. */
export const canary = 'Canary7Qx4Zt9Wv2'
export const visit = (name: string, visitor: string, n: number): PlayheadEvent[] => [
  start(epochMs + n, { visitor }),
  viewport(epochMs + n, 1400),
  page(epochMs + n, `https://shop.example/products/${name}`, `Title ${name}`),
  keyframe(epochMs + n, `<html><head></head><body><p>${name}</p></body></html>`),
  click(epochMs + n + 500, { name: `Buy ${name}` }),
  { type: 'track', timeMs: epochMs + n + 600, name: 'order', properties: JSON.stringify({ who: name }) },
  { type: 'asset', timeMs: epochMs + n, url: `https://shop.example/${name}.css`, hash: hashOf(own(name)), mime: 'text/css', sizeBytes: 9 },
  { type: 'asset', timeMs: epochMs + n, url: 'https://shop.example/all.css', hash: hashOf(shared), mime: 'text/css', sizeBytes: 9 },
]
export const own = (name: string): Buffer => Buffer.from(`p::after { content: "${name}" }`)
export const shared: Buffer = Buffer.from('p { color: red }')
