import type { Storage } from '@playhead/api'
import { expect, test, vi } from 'vitest'
import type { FoundServer } from '../server.ts'
import { checkIndex, checkLog, checkProxy, checkRecordings, examineServer } from './doctor-server.ts'

const https = 'https://replay.example.com'

test('a proxy that is not believed is bad, and the way out is named', () => {
  const { state, text } = checkProxy({ proxy: { forwardedFor: 'elsewhere', forwardedProto: 'https' } }, https)
  expect(state).toBe('bad')
  expect(text).toContain('PLAYHEAD_TRUSTED_PROXIES')
})

test.each([
  ['here', 'ok', 'this machine'],
  ['listed', 'ok', 'PLAYHEAD_TRUSTED_PROXIES'],
  ['never', 'note', 'let the proxy send it'],
] as const)('X-Forwarded-For that came from %s is %s', (forwardedFor, state, says) => {
  expect(checkProxy({ proxy: { forwardedFor, forwardedProto: 'https' } }, https)).toMatchObject({
    state,
    text: expect.stringContaining(says),
  })
})

test('damage of the log that the server found is bad, and where its places are told is named', () => {
  const index = { indexLagMs: 0, waiting: 0, quarantined: 0 }
  expect(checkLog({ index: { ...index, damages: 0 } })).toMatchObject({ name: 'log', state: 'ok' })
  for (const [damages, count] of [
    [1, '1 stretch of the log was'],
    [2, '2 stretches of the log were'],
  ] as const) {
    const { state, text } = checkLog({ index: { ...index, damages } })
    expect(state).toBe('bad')
    expect(text).toContain(count)
    expect(text).toContain('`playhead verify` names')
  }
  // An earlier server, and one that could not learn it.
  for (const health of [{ index }, { index: null }, {}]) expect(checkLog(health).state).toBe('note')
})

test('what the server could not learn itself is not taken for nothing', () => {
  for (const { state, text } of [checkIndex({ index: null }), checkRecordings({ recordings: null })]) {
    expect(state).toBe('bad')
    expect(text).toContain('did not answer')
  }
})

test.each([
  [{ quotaBytes: null, fullInDays: null }, 'ok', 'it lasts'],
  [{ quotaBytes: 30, fullInDays: 2.5 }, 'note', 'its quota is reached in 2 days'],
  [{ quotaBytes: 5, fullInDays: 0 }, 'note', 'over the quota now; the oldest plain sessions go at the next sweep, within the hour'],
  // Also where nothing comes any more.
  [{ quotaBytes: 5, fullInDays: null }, 'note', 'over the quota now;'],
])('a forecast of %j', async (change, state, says) => {
  const storage: Partial<Storage> = { growthBytesPerDay: 10, logBytes: 3, recordingBytes: 3, assetBytes: 3, ...change }
  const projects = {
    list: async () => ({ items: [{ id: 'shop' }] }),
    storage: async () => storage,
    status: async () => ({ lastEventAt: null }),
  }
  vi.stubGlobal('fetch', async () => Response.json({}))
  const checks = await examineServer({ url: 'http://localhost', client: { projects } } as unknown as FoundServer, {})
  vi.unstubAllGlobals()
  const forecast = checks.find(({ name }) => name === 'forecast')!
  expect(forecast.state).toBe(state)
  expect(forecast.text).toContain(`; ${says}`)
})
