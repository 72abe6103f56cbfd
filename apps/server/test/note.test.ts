import { openMetadata, type Role } from '@playhead/store'
import { createId } from '@playhead/wire'
import { expect, test } from 'vitest'
import { codeOf, createChunk, createProject, send, useBed } from './harness.ts'

const bed = useBed()

test('a note is written, rewritten, listed, deleted and put back; only in sessions that are there', async () => {
  const { user, project, server } = bed
  const { bytes, session } = await createChunk()
  const notes = `/api/v1/projects/${project.id}/sessions/${session}/notes`
  const [id, body] = [createId(), { atMs: 1_500, text: '  Looks for the price ' }]
  expect(await codeOf(await user.ask('PUT', `${notes}/${id}`, body))).toBe('not-found')
  expect((await send(server, project, bytes)).status).toBe(200)

  const written = await user.ask('PUT', `${notes}/${id}`, body)
  expect(written.status).toBe(200)
  const note = (await written.json()) as object
  expect(note).toMatchObject({ id, atMs: 1_500, text: 'Looks for the price', author: 'Ada' })
  expect(await (await user.ask('GET', notes)).json()).toEqual({ items: [note] })
  await user.ask('PUT', `${notes}/${id}`, { atMs: 1_500, text: 'Found it' })
  expect(await (await user.ask('GET', notes)).json()).toEqual({ items: [{ ...note, text: 'Found it' }] })

  expect((await user.ask('DELETE', `${notes}/${id}`)).status).toBe(200)
  expect(await codeOf(await user.ask('DELETE', `${notes}/${id}`))).toBe('not-found')
  expect(await (await user.ask('GET', notes)).json()).toEqual({ items: [] })
  expect((await user.ask('PUT', `${notes}/${id}`, body)).status).toBe(200)
  for (const wrong of [
    { atMs: -1, text: 'x' },
    { atMs: 1, text: '  ' },
    { atMs: 1, text: 'x', other: 1 },
  ])
    expect(await codeOf(await user.ask('PUT', `${notes}/${id}`, wrong))).toBe('bad-request')
})

test('a viewer’s token reads notes and writes none; another project’s sees nothing', async () => {
  const { user, project, server } = bed
  const { bytes, session } = await createChunk()
  await send(server, project, bytes)
  const notes = `/api/v1/projects/${project.id}/sessions/${session}/notes`
  const askAs = async (owner: string, role: Role, method: string, path: string): Promise<Response> => {
    const metadata = await openMetadata({ dir: server.dataDir })
    const { token } = await metadata.tokens.create({ project: owner, role })
    await metadata.close()
    const body = method === 'PUT' ? { body: JSON.stringify({ atMs: 1, text: 'x' }) } : {}
    return fetch(server.url + path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...body })
  }
  const one = `${notes}/${createId()}`
  expect(await codeOf(await askAs(project.id, 'viewer', 'PUT', one))).toBe('not-allowed')
  expect(await (await askAs(project.id, 'member', 'PUT', one)).json()).toMatchObject({ author: '' })
  expect(await codeOf(await askAs(project.id, 'viewer', 'DELETE', one))).toBe('not-allowed')
  expect((await askAs(project.id, 'viewer', 'GET', notes)).status).toBe(200)
  const other = await createProject(user, 'Other')
  expect(await codeOf(await askAs(other.id, 'admin', 'GET', notes))).toBe('not-found')
})
