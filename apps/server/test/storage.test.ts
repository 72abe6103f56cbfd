import { expect, test } from 'vitest'
import { codeOf, createChunk, send, useBed } from './harness.ts'

const bed = useBed()

test('a project’s storage is told, limited, and the limits checked', async () => {
  const { user, project, server } = bed
  await send(server, project, (await createChunk()).bytes)
  const path = `/api/v1/projects/${project.id}/storage`
  const told = (await (await user.ask('GET', path)).json()) as { logBytes: number; freeDiskBytes: number }
  expect(told).toMatchObject({ retentionDays: 30, quotaBytes: null, sessions: 1, recordingBytes: 0, assetBytes: 0, dropped: [] })
  expect(told.logBytes).toBeGreaterThan(100)
  expect(told.freeDiskBytes).toBeGreaterThan(0)
  const changed = await user.ask('PUT', path, { retentionDays: 7, quotaBytes: 5_000_000 })
  expect(await changed.json()).toMatchObject({ retentionDays: 7, quotaBytes: 5_000_000 })
  expect(await (await user.ask('GET', path)).json()).toMatchObject({ retentionDays: 7, quotaBytes: 5_000_000 })
  for (const wrong of [{ retentionDays: 0, quotaBytes: null }, { retentionDays: 7 }, { retentionDays: 7, quotaBytes: 5 }])
    expect(await codeOf(await user.ask('PUT', path, wrong))).toBe('bad-request')
})

test('metrics tell of the data directory', async () => {
  const text = await (await fetch(`${bed.server.url}/metrics`)).text()
  const valueOf = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  expect(valueOf('playhead_log_bytes')).toBeGreaterThan(0)
  expect(valueOf('playhead_disk_free_bytes')).toBeGreaterThan(0)
  for (const name of ['index_lag_seconds', 'index_waiting_chunks', 'index_left_out_sessions', 'dropped_sessions_total'])
    expect(valueOf(`playhead_${name}`), name).toBeGreaterThanOrEqual(0)
  expect(text).toContain('playhead_ingest_chunks_total{result="stored"} 1')
  expect(text).toContain('playhead_recording_sessions{state="waiting"}')
  expect(await (await fetch(`${bed.server.url}/health`)).json()).toMatchObject({
    ok: true,
    index: { quarantined: 0 },
    recordings: { failed: 0 },
  })
})
