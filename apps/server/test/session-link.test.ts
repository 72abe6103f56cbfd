import { openMetadata } from '@playhead/store'
import { createSessionId } from '@playhead/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf, createChunk, createProject, send, signIn, type SignedIn, startTestServer, type TestServer, waitUntil } from './harness.ts'

let server: TestServer
let user: SignedIn
beforeAll(async () => {
  server = await startTestServer()
  user = await signIn(server)
})
afterAll(() => server.dispose())

async function tokenOf(project: string): Promise<string> {
  const metadata = await openMetadata({ dir: server.dataDir })
  const { token } = await metadata.tokens.create({ project, role: 'viewer' })
  await metadata.close()
  return token
}
const askAs = (token: string, path: string): Promise<Response> =>
  fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } })

test('a session is found by its id alone, by those who may see its project', async () => {
  await createProject(user, 'Another')
  const project = await createProject(user)
  const chunk = await createChunk()
  const path = `/api/v1/sessions/${chunk.session}`
  expect(await codeOf(await user.ask('GET', path))).toBe('not-found')
  expect((await send(server, project, chunk.bytes)).status).toBe(200)
  await waitUntil(async () => (await user.ask('GET', path)).status === 200)
  expect(await (await user.ask('GET', path)).json()).toMatchObject({ id: chunk.session, project: project.id })

  expect((await askAs(await tokenOf(project.id), path)).status).toBe(200)
  const stranger = await createProject(user, 'Stranger')
  expect(await codeOf(await askAs(await tokenOf(stranger.id), path))).toBe('not-found')
  expect(await codeOf(await fetch(server.url + path))).toBe('not-signed-in')
})

test('an id that nobody has, and what is no id', async () => {
  expect(await codeOf(await user.ask('GET', `/api/v1/sessions/${createSessionId(Date.now())}`))).toBe('not-found')
  expect(await codeOf(await user.ask('GET', '/api/v1/sessions/short'))).toBe('bad-request')
})
