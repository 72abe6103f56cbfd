import { expect, test } from 'vitest'
import { checkIndex, checkProxy, checkRecordings } from './doctor-server.ts'

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

test('what the server could not learn itself is not taken for nothing', () => {
  for (const { state, text } of [checkIndex({ index: null }), checkRecordings({ recordings: null })]) {
    expect(state).toBe('bad')
    expect(text).toContain('did not answer')
  }
})
