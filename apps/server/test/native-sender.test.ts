import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createDocumentModel, isDomEvent, openLane, readChunk } from '@playhead/wire'
import { expect, test } from 'vitest'
import { type Bed, siteOrigin, useBed, waitUntilListed } from './harness.ts'

const bed: Bed = useBed()

const root = fileURLToPath(new URL('../../../', import.meta.url))
const run = (origin: string): Promise<{ stdout: string }> =>
  promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'docs/sample/native-sender.mjs', '--host', bed.server.url, '--key', bed.project.writeKey, '--origin', origin],
    { cwd: root },
  )

test('the sample of docs/ingest.md sends a visit of screens, swipes and taps that is listed, counted and replayed', async () => {
  const { sessionId, chunks } = JSON.parse((await run(siteOrigin)).stdout) as { sessionId: string; chunks: number }
  expect(chunks).toBe(3)
  await waitUntilListed(bed, sessionId, 1)
  const lines = (await (await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${sessionId}/events`)).text())
    .trim()
    .split('\n')
  const events = lines.map((line) => JSON.parse(line) as { type: string; url?: string })
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['start', 'gesture', 'click', 'response', 'track', 'end']))
  expect(events.filter(({ type }) => type === 'page').map(({ url }) => url)).toEqual([`${siteOrigin}/product/:id`, `${siteOrigin}/cart`])

  const recording = await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${sessionId}/recording`)
  const { chunks: stored } = (await recording.json()) as { chunks: { tab: string }[] }
  const path = `/api/v1/projects/${bed.project.id}/sessions/${sessionId}/chunks/${stored[0]!.tab}/0`
  const chunk = readChunk(new Uint8Array(await (await bed.user.ask('GET', path)).arrayBuffer()))
  const model = createDocumentModel()
  for (const event of await openLane(chunk, 'dom')) if (isDomEvent(event)) model.apply(event)
  expect(model.html()).toContain('Xxx xx xxxx')
})

test('refused for good, it says why', async () => {
  await expect(run('https://elsewhere.example')).rejects.toThrow('origin-not-allowed')
})
