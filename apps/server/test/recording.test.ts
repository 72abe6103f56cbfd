import { createHash } from 'node:crypto'
import { get as httpGet } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import { openEvents, readChunk, type RecordingManifest, unpackChunks } from '@playhead/wire'
import { expect, test } from 'vitest'
import { codeOf, createChunk, createProject, send, taken, useBed } from './harness.ts'

const bed = useBed()

/** As a client that says exactly which encodings it takes. */
const raw = (
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }> =>
  new Promise((resolve, reject) => {
    httpGet(bed.server.url + path, { headers: { cookie: bed.user.cookie, ...headers } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }))
    }).on('error', reject)
  })
/** Text that does not compress well, so that a checkpoint is worth it. */
const noise = (n: number): string => Array.from({ length: 150 }, (_, i) => createHash('sha1').update(`${n} ${i}`).digest('hex')).join('')
const rrweb = (startMs: number): unknown[] => {
  const element = (id: number, tagName: string, childNodes: unknown[] = []) => ({ type: 2, id, tagName, attributes: {}, childNodes })
  const html = element(2, 'html', [element(3, 'head'), element(4, 'body', [element(5, 'button')])])
  const attribute = (i: number) => ({
    type: 3,
    timestamp: startMs + 10 + i * 1_000,
    data: { source: 0, texts: [], adds: [], removes: [], attributes: [{ id: 5, attributes: { title: noise(i) } }] },
  })
  return [
    { type: 4, timestamp: startMs, data: { href: 'https://shop.example.com/', width: 800, height: 600 } },
    { type: 2, timestamp: startMs + 1, data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: { left: 0, top: 0 } } },
    ...Array.from({ length: 90 }, (_, i) => attribute(i)),
  ]
}
const manifestAt = async (session: string, query = ''): Promise<RecordingManifest> =>
  (await (
    await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/recording${query}`)
  ).json()) as RecordingManifest

async function sendOne(): Promise<{ session: string }> {
  const { bytes, session } = await createChunk({ atMs: Date.now() - 5_000 })
  await taken(await send(bed.server, bed.project, bytes))
  return { session }
}
async function importOne(): Promise<{ manifest: RecordingManifest; at: string }> {
  const response = await bed.user.ask('POST', `/api/v1/projects/${bed.project.id}/imports?format=rrweb`, rrweb(Date.now() - 600_000))
  expect(response.status).toBe(201)
  const { sessionId } = (await response.json()) as { sessionId: string }
  const manifest = await manifestAt(sessionId)
  return { manifest, at: `/api/v1/projects/${bed.project.id}/sessions/${sessionId}/recording/${manifest.file}` }
}

test('an import is over: nobody is taken to be there still, however late its last event is', async () => {
  const response = await bed.user.ask('POST', `/api/v1/projects/${bed.project.id}/imports?format=rrweb`, rrweb(Date.now() - 95_000))
  const { sessionId } = (await response.json()) as { sessionId: string }
  const row = await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${sessionId}`)
  expect(await row.json()).toMatchObject({ live: false, durationMs: 89_009 })
  expect((await manifestAt(sessionId)).live).toBe(false)
})

test('an import has its file at once, and its parts travel as they lie there, or decoded', async () => {
  const { manifest, at } = await importOne()
  expect(manifest.file).toMatch(/^[0-9a-f]{16}$/)
  expect(manifest.chunks.map(({ seq, keyframe }) => [seq, keyframe])).toEqual([[0, true], [1, false], [2, false]]) // prettier-ignore
  expect(manifest.checkpoints!.map(({ seq, fromSeq }) => [seq, fromSeq])).toEqual([[2, 0]]) // prettier-ignore
  const { tab } = manifest.chunks[0]!
  for (const path of [`${at}/blocks/${tab}/2`, `${at}/checkpoints/${tab}/2`]) {
    const small = await raw(path, { 'accept-encoding': 'gzip, br' })
    expect(small.headers).toMatchObject({
      'content-encoding': 'br',
      vary: 'accept-encoding',
      'cache-control': expect.stringMatching(/^private.*immutable/),
    })
    const plain = await raw(path, { 'accept-encoding': 'gzip, br;q=0' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(brotliDecompressSync(small.body).equals(plain.body)).toBe(true)
    expect(readChunk(plain.body).header).toMatchObject({ session: manifest.sessionId, tab, seq: 2 })
  }
  const signals = await raw(`${at}/signals`, {})
  expect((await openEvents(readChunk(unpackChunks(signals.body)[0]!))).map(({ type }) => type)).toContain('viewport')
  for (const path of [`${at}/blocks/${tab}/9`, `${at}/checkpoints/${tab}/0`, `${at.slice(0, -16)}${'0'.repeat(16)}/signals`])
    expect((await raw(path, {})).status).toBe(404)
  expect((await raw(`${at.slice(0, -16)}..%2f..%2f/signals`, {})).status).toBe(400)
  const received = await manifestAt(manifest.sessionId, '?from=log')
  expect(received.file).toBeUndefined()
  expect(received.durationMs).toBe(manifest.durationMs)
})

test('the parts are nobody else’s', async () => {
  const { manifest, at } = await importOne()
  const path = `${at}/blocks/${manifest.chunks[0]!.tab}/0`
  const outside = await fetch(bed.server.url + path)
  expect([outside.status, await codeOf(outside)]).toEqual([401, 'not-signed-in'])
  const other = await createProject(bed.user, 'Rival')
  expect((await raw(path.replace(bed.project.id, other.id), {})).status).toBe(404)
})

test('what waits is told in /metrics and /health', async () => {
  const { session } = await sendOne()
  expect((await manifestAt(session)).file).toBeUndefined()
  expect(await (await fetch(`${bed.server.url}/health`)).json()).toMatchObject({
    ok: true,
    recordings: { waiting: 0, failed: 0, damaged: 0 },
  })
  const metrics = await (await fetch(`${bed.server.url}/metrics`)).text()
  expect(metrics).toMatch(/^playhead_recording_sessions\{state="waiting"\} 0$/m)
  expect(metrics).toMatch(/^playhead_recordings_total\{result="made"\} [1-9]/m)
  expect(metrics).toMatch(/^playhead_checkpoints_total\{kind="(?:way|whole)"\} [1-9]/m)
})
