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

/** Sends all but the end of an asset of 5 MiB. Resolves to how much could be sent within a moment and what was answered. */
function hold(key: string, address: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(new URL(server.url).port), 'localhost')
    sockets.push(socket)
    socket.on('error', () => undefined).on('data', (data) => (answer += String(data)))
    socket.write(
      `POST /i/asset?k=${key} HTTP/1.1\r\nhost: x\r\norigin: ${siteOrigin}\r\nx-forwarded-for: ${address}\r\ncontent-length: 5242880\r\n\r\n`,
    )
    socket.write(Buffer.alloc(5_242_000))
    setTimeout(() => resolve(answer), 700)
  })
}
const holdMany = (count: number, key: string, address: string): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => hold(key, address)))
const sendFrom = async (address: string): Promise<Response> =>
  send(server, project, (await createChunk()).bytes, { headers: { 'x-forwarded-for': address } })

test('who has no key is answered before a byte of the body is read, and shuts out nobody', async () => {
  const answers = await holdMany(28, 'nobody', '203.0.113.7')
  expect(answers.every((answer) => answer.includes('"unknown-key"'))).toBe(true)
  expect((await sendFrom('203.0.113.8')).status).toBe(200)
})

test('unfinished bodies of one network leave room for every other', async () => {
  const answers = await holdMany(28, project.writeKey, '203.0.113.7')
  // 32 MiB hold six of them; not every refusal has come back by now.
  expect(answers.filter((answer) => answer.includes('"unavailable"')).length).toBeGreaterThan(10)
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
  expect(Date.now() - startedMs).toBeLessThan(5000)
  expect(await codeOf(await send(server, project, new Uint8Array(0)))).toBe('bad-chunk')
})
