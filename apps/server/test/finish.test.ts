import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@playhead/store'
import { openLane, readChunk } from '@playhead/wire'
import { expect, test } from 'vitest'
import { createChunk, startTestServer, waitUntil } from './harness.ts'

test('sessions that are over get their file by themselves, also those from before a restart, but only from the role worker', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'playhead-data-'))
  const store = await openStore({ dir: dataDir })
  const atMs = Date.now() - 3_600_000
  const made = await Promise.all([createChunk({ atMs }), createChunk({ atMs: atMs + 1 })])
  for (const { bytes } of made) {
    const chunk = readChunk(bytes)
    await store.append({ project: 'demo', receivedMs: atMs, bytes, header: chunk.header, signals: await openLane(chunk, 'signal') })
  }
  await store.close()
  const waitingOf = async ({ url }: { url: string }): Promise<number> =>
    ((await (await fetch(`${url}/health`)).json()) as { recordings: { waiting: number } }).recordings.waiting

  const idle = await startTestServer({ dataDir, roles: ['ingest', 'api'] })
  expect(await waitingOf(idle)).toBe(2)
  await idle.close()
  const server = await startTestServer({ dataDir })
  await waitUntil(async () => (await waitingOf(server)) === 0, 120_000)
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^playhead_recordings_total\{result="made"\} 2$/m)
  await server.close()
  const after = await openStore({ dir: dataDir })
  for (const { session } of made) expect((await after.recordings.manifest('demo', session))?.chunks).toHaveLength(1)
  await after.close()
})
