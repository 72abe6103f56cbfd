import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { openEvents, readChunk } from '@playhead/wire'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import { openS3 } from '../src/bytes/s3.ts'
import { openStore, type Store } from '../src/index.ts'
import { chunkOf, epochMs, filler, keyframe, sessionId, start, tempDir } from './fixture.ts'

const missing = whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: a store with S3: ${missing}.\n\n`)

describe.skipIf(missing)(`a store with S3${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let s3: TestS3
  let s3Url: string
  let dir: string
  let store: Store
  const notices: string[] = []
  beforeAll(async () => {
    s3 = await startSwift()
  })
  afterAll(() => s3?.dispose())
  beforeEach(async () => {
    s3Url = await s3.createBucket()
    dir = tempDir()
    notices.length = 0
    store = await openStore({ dir, s3Url, onNotice: (text) => notices.push(text) })
  })
  afterEach(async () => {
    await store.close()
    rmSync(dir, { recursive: true })
  })

  const session = sessionId(1)
  async function record(from: number, to: number): Promise<void> {
    for (let seq = from; seq < to; seq++) {
      const fromMs = epochMs + seq * 20_000
      const more = { ...filler(fromMs + 1, 10_000), id: 6 }
      await store.append(await chunkOf({ session, seq }, seq === 0 ? [keyframe(fromMs), start(fromMs), more] : [more]))
    }
  }
  const finish = () => store.recordings.finish('demo', session)
  /** How many texts the recording file holds; null: there is none. */
  async function countTexts(): Promise<number | null> {
    const manifest = await store.recordings.manifest('demo', session)
    if (!manifest) return null
    let texts = 0
    for (const { tab, seq } of manifest.chunks) {
      const part = (await store.recordings.part('demo', session, manifest.file!, { kind: 'block', tab, seq }))!
      texts += (await openEvents(readChunk(brotliDecompressSync(part.bytes)))).filter(({ type }) => type === 'text').length
    }
    return texts
  }
  async function listKeys(): Promise<string[]> {
    const keys: string[] = []
    for await (const key of openS3(s3Url).list('')) keys.push(key)
    return keys
  }
  const css = Buffer.from('body { color: teal }')
  const hash = createHash('sha256').update(css).digest().subarray(0, 16).toString('base64url')
  const asset = {
    type: 'asset' as const,
    timeMs: epochMs,
    url: 'https://shop.example/a.css',
    hash,
    mime: 'text/css',
    sizeBytes: css.length,
  }
  const refer = async (id: string): Promise<unknown> =>
    store.append(await chunkOf({ session: id }, [keyframe(epochMs), start(epochMs), asset, filler(epochMs + 1, 1_000)]))

  test('recording files and assets are there, and not in the data directory', async () => {
    await record(0, 3)
    await refer(sessionId(2))
    expect(await store.assets.put('demo', hash, 'text/css', css)).toBe(true)
    expect(await store.assets.has('demo', hash)).toBe(true)
    expect(await store.assets.get('demo', hash)).toMatchObject({ mime: 'text/css', bytes: css })
    expect(await finish()).toMatchObject({ result: 'made' })
    expect(await countTexts()).toBe(3)
    const { file } = (await store.recordings.manifest('demo', session))!
    expect((await listKeys()).sort()).toEqual([`assets/demo/${hash}`, `recordings/demo/${session}.${file}.phr`])
    for (const folder of ['recordings', 'assets']) expect(existsSync(join(dir, folder))).toBe(false)
  })

  test('L20: of a session that goes on the file before stays, and the one before that goes', async () => {
    for (const count of [1, 2, 3]) {
      await record(count - 1, count)
      expect(await finish()).toMatchObject({ result: 'made' })
    }
    expect(await countTexts()).toBe(3)
    expect(await listKeys()).toHaveLength(2)
  })

  test('L20: without its index it takes up what is there instead of making it again; what others made stays', async () => {
    await record(0, 3)
    await finish()
    const foreign = `recordings/demo/${sessionId(2)}.0123456789abcdef.phr`
    await openS3(s3Url).put(foreign, [Buffer.from('x')])
    await store.close()
    rmSync(join(dir, 'index'), { recursive: true })
    store = await openStore({ dir, s3Url, onNotice: (text) => notices.push(text) })
    expect(await countTexts()).toBeNull()
    expect(await finish()).toEqual({ result: 'current' })
    expect(await countTexts()).toBe(3)
    expect(await listKeys()).toContain(foreign)
  })

  test('L17: one that is gone or damaged is told, and made again', async () => {
    await record(0, 3)
    await finish()
    const { file } = (await store.recordings.manifest('demo', session))!
    const key = `recordings/demo/${session}.${file}.phr`
    const whole = (await openS3(s3Url).get(key))!
    whole[40]! ^= 1
    await openS3(s3Url).put(key, [whole])
    await countTexts().catch(() => undefined)
    expect(notices).toEqual([expect.stringMatching(/is damaged; it is made again/)])
    await openS3(s3Url).delete(key)
    expect(await finish()).toMatchObject({ result: 'made' })
    expect(await countTexts()).toBe(3)
  })

  test('L23: erasing a session leaves nothing of it, and an asset stays for as long as another refers to it', async () => {
    const other = sessionId(3)
    for (const id of [session, other]) await refer(id)
    await store.assets.put('demo', hash, 'text/css', css)
    for (const id of [session, other]) expect(await store.recordings.finish('demo', id)).toMatchObject({ result: 'made' })
    expect(await listKeys()).toHaveLength(3)
    expect(await store.erase('demo', { kind: 'session', id: session }, 'test')).toMatchObject({ recordingFiles: 1, assets: 0 })
    expect((await listKeys()).filter((key) => key.includes(session))).toEqual([])
    expect(await store.assets.has('demo', hash)).toBe(true)
    expect(await store.erase('demo', { kind: 'session', id: other }, 'test')).toMatchObject({ recordingFiles: 1, assets: 1 })
    expect(await listKeys()).toEqual([])
    expect(await store.assets.has('demo', hash)).toBe(false)
    // Who is asked for it again sends it for good.
    await refer(sessionId(4))
    await store.assets.put('demo', hash, 'text/css', css)
    expect(await store.assets.has('demo', hash)).toBe(true)
  })

  test('L25: what no session names is removed from the bucket when it is there for a day', async () => {
    await store.metadata.projects.create({ id: 'demo', name: 'Demo', origins: ['https://shop.example'] })
    await refer(session)
    await store.assets.put('demo', hash, 'text/css', css)
    await openS3(s3Url).put('assets/demo/' + 'O'.repeat(22), [css])
    const nowMs = epochMs + 86_400_000
    await store.metadata.retention.set('demo', { days: 10_000, quotaBytes: null })
    expect([await store.sweep(nowMs), await listKeys()]).toMatchObject([{ freedBytes: 0 }, { length: 2 }])
    expect(await store.sweep(Date.now() + 2 * 86_400_000)).toEqual({ sessions: 0, freedBytes: css.length })
    expect(await listKeys()).toEqual([`assets/demo/${hash}`])
    expect(notices).toContain(`1 assets of demo that no session names were removed, ${css.length} bytes.`)
  })

  test('while S3 is down chunks are kept and served, nothing counts as damaged or failed, and afterwards all goes on', async () => {
    await record(0, 2)
    await finish()
    await s3.kill()
    await record(2, 4)
    expect((await store.recording('demo', session))!.chunks).toHaveLength(4)
    expect(await store.recordings.manifest('demo', session)).toBeNull()
    for (let attempt = 0; attempt < 4; attempt++)
      expect(await finish()).toMatchObject({ result: 'failed', why: expect.stringMatching(/S3/) })
    expect(await store.recordings.health()).toMatchObject({ failed: 0, damaged: 0 })
    // In a minute it is its turn again.
    expect(await store.recordings.next(Date.now() + 61_000)).toEqual({ project: 'demo', session })
    await refer(sessionId(2))
    await expect(store.assets.put('demo', hash, 'text/css', css)).rejects.toMatchObject({ code: 's3-unreachable' })
    await s3.start()
    expect(await finish()).toMatchObject({ result: 'made' })
    expect(await countTexts()).toBe(4)
  })
})
