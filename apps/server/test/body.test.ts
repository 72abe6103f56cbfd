import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  codeOf,
  createChunk,
  createProject,
  send,
  signIn,
  siteOrigin,
  startTestServer,
  type TestProject,
  type TestServer,
} from './harness.ts'

let server: TestServer
let project: TestProject
const sockets: Socket[] = []

beforeEach(async () => {
  server = await startTestServer({ bodyStallMs: 1500 })
  project = await createProject(await signIn(server))
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.dispose()
})

/** Sends all but the end of an asset of 5 MiB; `answer` is what came back so far. */
function hold(key: string, address: string): { answer: string } {
  const held = { answer: '' }
  const socket = connect(Number(new URL(server.url).port), 'localhost')
  sockets.push(socket)
  socket.on('error', () => undefined).on('data', (data) => (held.answer += String(data)))
  socket.write(
    `POST /i/asset?k=${key} HTTP/1.1\r\nhost: x\r\norigin: ${siteOrigin}\r\nx-forwarded-for: ${address}\r\ncontent-length: 5242880\r\n\r\n`,
  )
  socket.write(Buffer.alloc(5_242_000))
  return held
}
/** Resolves once `least` of 28 such senders were answered with `code`. */
async function holdMany(key: string, address: string, code: string, least: number): Promise<void> {
  const all = Array.from({ length: 28 }, () => hold(key, address))
  await expect
    .poll(() => all.filter(({ answer }) => answer.includes(`"${code}"`)).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(least)
}
const sendFrom = async (address: string): Promise<Response> =>
  send(server, project, (await createChunk()).bytes, { headers: { 'x-forwarded-for': address } })

test('who has no key is answered before a byte of the body is read, and shuts out nobody', async () => {
  await holdMany('nobody', '203.0.113.7', 'unknown-key', 28)
  expect((await sendFrom('203.0.113.8')).status).toBe(200)
})

test('unfinished bodies of one network leave room for every other', async () => {
  // 32 MiB hold six of them.
  await holdMany(project.writeKey, '203.0.113.7', 'unavailable', 10)
  expect((await sendFrom('198.51.100.4')).status).toBe(200)
})

test('a body that stands still is cut', async () => {
  const startedMs = Date.now()
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(server.url).port), 'localhost')
    let text = ''
    socket.on('data', (data) => (text += String(data))).on('close', () => resolve(text))
    socket.write(`POST /i?k=${project.writeKey} HTTP/1.1\r\nhost: x\r\norigin: ${siteOrigin}\r\ncontent-length: 500\r\n\r\nPHC`)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"too-slow"/)
  // Node's own patience ends after a minute at the earliest.
  expect(Date.now() - startedMs).toBeLessThan(20_000)
  expect(await codeOf(await send(server, project, new Uint8Array(0)))).toBe('bad-chunk')
})
