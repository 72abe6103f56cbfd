import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { documentPath, withTables } from '../format-table.ts'
import { openLane, readChunk } from './chunk.ts'
import { createDocumentModel } from './document.ts'

const text = readFileSync(documentPath, 'utf8')

test('W2, W6: the document has the tables of the code (npx tsx packages/wire/format-table.ts)', () => {
  expect(text).toBe(withTables(text))
})

test('W1-W9: the worked example is a chunk, and says what its comments say', async () => {
  const block = /```hex\n([^`]*)```/.exec(text)![1]!
  // A line's bytes end where its comment begins: after three spaces or more.
  const bytes = block.split('\n').flatMap((line) => line.trim().split(/ {3,}/)[0]!.split(/\s+/).filter(Boolean))
  const chunk = readChunk(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)))
  expect(bytes).toHaveLength(240)
  expect(chunk.header).toMatchObject({
    session: 'AZnFDVgAkT3mPq8sX0bL2g',
    seq: 0,
    keyframe: true,
    last: false,
    baseMs: 1_760_000_000_000,
    sentMs: 1_760_000_002_000,
  })
  expect(await openLane(chunk, 'signal')).toEqual([{ type: 'visibility', timeMs: 1_760_000_001_000, state: 'hidden' }])
  const dom = await openLane(chunk, 'dom')
  expect(dom[0]).toMatchObject({ type: 'keyframe', width: 800, height: 600, scrollY: 12.5, url: 'https://a.example/' })
  expect(dom[1]).toMatchObject({ type: 'text', timeMs: 1_760_000_000_300, id: 6, text: 'Hé' })
  const model = createDocumentModel()
  for (const event of dom) model.apply(event)
  expect(model.html()).toBe('<html><head></head><body><p>Hé</p></body></html>')
})

test('every rule that code or tests cite stands in the document', () => {
  const rules = new Set([...text.matchAll(/^## (W\d+)/gm)].map(([, rule]) => rule))
  expect([...rules]).toEqual(Array.from({ length: rules.size }, (_, i) => `W${i + 1}`))
  const folder = fileURLToPath(new URL('.', import.meta.url))
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.ts'))
      for (const [rule] of readFileSync(join(folder, name), 'utf8').matchAll(/\bW\d+\b/g)) expect(rules, name).toContain(rule)
})
