import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

test('verify names an asset and a recording file whose bytes are not what was stored, beside a server, too, and changes nothing', async () => {
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
  const session = chunk.header.session
  const store = await openStore({ dir: own })
  await store.append({
    project: id,
    receivedMs: Date.now(),
    bytes,
    header: chunk.header,
    signals: await openLane(chunk, 'signal'),
  })
  await store.assets.put(id, hash!, 'text/css', css)
  expect((await store.recordings.finish(id, session)).result).toBe('made')
  await store.close()
  expect(await verify()).toMatchObject({ status: 0, assets: 1, recordings: 1, damaged: [] })

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

  const folder = join(own, 'recordings', id)
  const [file] = readdirSync(folder)
  const whole = readFileSync(join(folder, file!))
  const brokenFile = expect.stringMatching(new RegExp(`${session}: its recording file is damaged`))
  // In a piece, in the index, in the tail, in the head.
  for (const at of [30, whole.length - 40, whole.length - 1, 3]) {
    const damaged = Buffer.from(whole)
    damaged[at]! ^= 1
    writeFileSync(join(folder, file!), damaged)
    expect(await verify()).toMatchObject({ status: 1, recordings: 1, damaged: [brokenFile] })
    expect(readFileSync(join(folder, file!)).equals(damaged)).toBe(true)
  }
  const another = await serve(own)
  try {
    expect(await verify()).toMatchObject({ status: 1, recordings: 1, damaged: [brokenFile] })
  } finally {
    await another.stop()
  }
}, 240_000)
