import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@playhead/store'
import { createId, createSessionId, encodeChunk, openLane, readChunk } from '@playhead/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../build.ts'
import { runCommand, serve } from './harness.ts'

const dir = mkdtempSync(join(tmpdir(), 'playhead-cli-verify-'))
const own = join(dir, 'data')
const run = (...words: string[]) => runCommand([...words, '--json'], { cwd: dir, env: { PLAYHEAD_DATA: own } })
beforeAll(async () => {
  await build()
}, 60_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('verify names an asset whose bytes are not what its hash says, beside a server, too, and changes nothing', async () => {
  const verify = async (): Promise<{ status: number; assets: number; damaged: string[] }> => {
    const { status, out, error } = await run('verify')
    expect(error).toMatch(status ? /error damaged-data: / : /^$/)
    return { status, ...(JSON.parse(out) as { assets: number; damaged: string[] }) }
  }
  const { out: made } = await run('project', 'create', 'Assets', '--origin', 'https://shop.example.com')
  const { id } = JSON.parse(made) as { id: string }
  const [css, png] = [Buffer.from('body { color: teal }'), Buffer.from('no picture')]
  const [hash, neverGot] = [css, png].map((body) => createHash('sha256').update(body).digest().subarray(0, 16).toString('base64url'))
  const timeMs = Date.now() - 60_000
  const asset = { type: 'asset' as const, timeMs, sizeBytes: 20 }
  const bytes = await encodeChunk(
    { session: createSessionId(timeMs), tab: createId(), view: createId(), seq: 0, baseSeq: 0, last: false, sentMs: timeMs + 10 },
    [
      { ...asset, url: 'https://shop.example.com/a.css', hash: hash!, mime: 'text/css' },
      { ...asset, url: 'https://shop.example.com/b.png', hash: neverGot!, mime: 'image/png' },
    ],
  )
  const chunk = readChunk(bytes)
  const store = await openStore({ dir: own })
  await store.append({
    project: id,
    receivedMs: Date.now(),
    bytes,
    header: chunk.header,
    signals: await openLane(chunk, 'signal'),
  })
  await store.assets.put(id, hash!, 'text/css', css)
  await store.close()
  expect(await verify()).toMatchObject({ status: 0, assets: 1, damaged: [] })

  const path = join(own, 'assets', id, hash!)
  const flipped = readFileSync(path)
  flipped[flipped.length - 3]! ^= 1
  writeFileSync(path, flipped)
  const named = expect.stringMatching(new RegExp(`asset https://shop.example.com/a.css: .*assets/${id}/${hash!} .*delete`))
  expect(await verify()).toMatchObject({ status: 1, assets: 1, damaged: [named] })
  const server = await serve(own)
  try {
    expect(await verify()).toMatchObject({ status: 1, assets: 1, damaged: [named] })
  } finally {
    await server.stop()
  }
  expect(readFileSync(path).equals(flipped)).toBe(true)
  rmSync(path)
  expect(await verify()).toMatchObject({ status: 0, assets: 0, damaged: [] })
}, 60_000)
