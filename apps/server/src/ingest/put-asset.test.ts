import { createHash } from 'node:crypto'
import { StoreError, type StoreErrorCode } from '@playhead/store'
import { expect, test } from 'vitest'
import { putAsset } from './put-asset.ts'
import type { IngestContext, Work } from './step.ts'

const body = Buffer.from('body { color: teal }')
const hash = createHash('sha256').update(body).digest().subarray(0, 16).toString('base64url')

const send = (put: () => Promise<boolean>): unknown => {
  const work = { query: new URLSearchParams({ h: hash, m: 'text/css' }), body, project: { id: 'shop' } } as unknown as Work
  return putAsset(work, { store: { assets: { put } } } as unknown as IngestContext)
}
/** What the sender is told when the store says that it could not keep the asset. */
const answerTo = (code: StoreErrorCode): unknown => send(() => Promise.reject(new StoreError(code, 'It could not be kept.')))

test.each([
  ['disk-full', 'disk-full', ''],
  ['s3-unreachable', 'unavailable', 's3-unreachable'],
  ['postgres-unreachable', 'unavailable', 'postgres-unreachable'],
  ['closed', 'unavailable', 'closed'],
] as const)('a store that says %s is told as %s, to come again', async (code, told, detail) => {
  expect(await answerTo(code)).toEqual({ kind: 'reject', code: told, detail, retryAfterS: 5 })
})

test('what no chunk names is refused for good, and why is said', async () => {
  expect(await send(async () => true)).toEqual({ kind: 'ok' })
  expect(await send(async () => false)).toEqual({ kind: 'reject', code: 'bad-asset', detail: `no stored chunk names ${hash}` })
})

test('bytes that are not what their hash says are refused for good', async () => {
  expect(await answerTo('bad-hash')).toEqual({ kind: 'reject', code: 'bad-asset', detail: hash })
})
