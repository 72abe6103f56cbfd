import { randomBytes } from 'node:crypto'
import {
  createId,
  createSessionId,
  deflateRaw,
  encodeChunk,
  frameChunk,
  openLane,
  type PlayheadEvent,
  readChunk,
  type SignalEvent,
} from '@playhead/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChunk, createProject, send, signIn, startTestServer, type TestProject, type TestServer } from './harness.ts'

let server: TestServer
let project: TestProject
beforeAll(async () => {
  server = await startTestServer()
  project = await createProject(await signIn(server))
})
afterAll(() => server.dispose())

const refusalOf = async (body: Uint8Array<ArrayBuffer>): Promise<string> => {
  const response = await send(server, project, body)
  const { error } = (await response.json()) as { error?: { code: string; detail: string } }
  return error ? `${error.code}: ${error.detail}` : String(response.status)
}
const chunkWith = async (event: SignalEvent): Promise<Uint8Array<ArrayBuffer>> => {
  const { bytes, session, tab } = await createChunk({ seq: 0 })
  const chunk = readChunk(bytes)
  const events: PlayheadEvent[] = [...(await openLane(chunk, 'signal')), event]
  const { view, seq, baseSeq, last, sentMs } = chunk.header
  return encodeChunk({ session, tab, view, seq, baseSeq, last, sentMs }, events)
}
const identify = (traits: string): Promise<Uint8Array<ArrayBuffer>> =>
  chunkWith({ type: 'identify', timeMs: Date.now(), user: 'u', traits })

test('JSON texts of signals are small, shallow and without __proto__', async () => {
  expect(await refusalOf(await identify('{"plan":"pro","note":"[[[ \\" __proto__ "}'))).toBe('200')
  expect(await refusalOf(await identify(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`))).toBe(
    'bad-chunk: identify.traits is nested deeper than 64',
  )
  expect(await refusalOf(await identify(`{"a":${'['.repeat(20_000)}`))).toBe('bad-chunk: identify.traits is nested deeper than 64')
  expect(await refusalOf(await identify(`{"a":"${randomBytes(50_000).toString('base64')}"}`))).toBe(
    'bad-chunk: identify.traits is longer than 65536 bytes',
  )
  expect(await refusalOf(await identify('{"__proto__" : {"admin":true}}'))).toBe('bad-chunk: identify.traits has the key __proto__')
  expect(await refusalOf(await identify('{"_\\u005fproto__":{}}'))).toBe('bad-chunk: identify.traits has the key __proto__')
})

test('a DOM lane says what a page may inflate to, or is refused unopened', async () => {
  const { header, dom, signal } = readChunk((await createChunk()).bytes)
  const frame = (rawBytes: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
    frameChunk({
      header: { ...header, session: createSessionId(header.baseMs), tab: createId() },
      signal,
      dom: { deflated: true, rawBytes, bytes },
    })
  const zeros = await deflateRaw(new Uint8Array(8 << 20))
  // As alike as a page of masked text may be, and more alike than anything that deflates.
  expect(await refusalOf(frame(8 << 20, zeros))).toBe('200')
  expect(await refusalOf(frame(9 << 20, zeros))).toMatch(/^too-large: the page inflates to 9437184 bytes/)
  expect(await refusalOf(frame(33 << 20, new Uint8Array(randomBytes(500_000))))).toMatch(/^too-large: the page inflates to 34603008 bytes/)
  expect(await refusalOf(frame(dom.rawBytes, dom.bytes))).toBe('200')
})
