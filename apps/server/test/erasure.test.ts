import { openMetadata } from '@playhead/store'
import { createId, createSessionId } from '@playhead/wire'
import { expect, test } from 'vitest'
import { codeOf, createChunk, send, useBed } from './harness.ts'

const bed = useBed()

test('a session is erased by an admin, with a receipt; what comes of it later is refused and told', async () => {
  const { user, project, server } = bed
  const { bytes, session, tab } = await createChunk()
  const { token } = (await (await send(server, project, bytes)).json()) as { token: string }
  const at = `/api/v1/projects/${project.id}`
  const metadata = await openMetadata({ dir: server.dataDir })
  const member = await metadata.tokens.create({ project: project.id, role: 'member' })
  await metadata.close()
  const asMember = { method: 'DELETE', headers: { authorization: `Bearer ${member.token}` } }
  expect(await codeOf(await fetch(`${server.url}${at}/sessions/${session}`, asMember))).toBe('not-allowed')

  const erased = await user.ask('DELETE', `${at}/sessions/${session}`)
  expect(erased.status).toBe(200)
  const receipt = (await erased.json()) as object
  expect(receipt).toMatchObject({ subject: 'session', sessions: [session], logRecords: 1, by: 'ada@example.com' })
  expect(await (await user.ask('GET', `${at}/erasures`)).json()).toEqual({ items: [receipt] })
  expect(await codeOf(await user.ask('DELETE', `${at}/sessions/${session}`))).toBe('not-found')
  expect(await codeOf(await user.ask('GET', `${at}/sessions/${session}/recording`))).toBe('not-found')

  const late = await send(server, project, (await createChunk({ session, tab, seq: 1 })).bytes, { token })
  expect([late.status, await codeOf(late)]).toEqual([410, 'erased'])
  await expect
    .poll(async () => JSON.stringify(await (await user.ask('GET', `${at}/status`)).json()), { timeout: 5_000 })
    .toContain('"erased"')
  expect(await codeOf(await user.ask('POST', `${at}/erasures`, { subject: 'user', subjectId: 'nobody' }))).toBe('not-found')
})

test('who withdraws is not recorded any more', async () => {
  const { project } = bed
  const first = await createChunk()
  const { token } = (await (await send(bed.server, project, first.bytes)).json()) as { token: string }
  const { session, tab } = first
  const end = await createChunk({ session, tab, seq: 1, events: [{ type: 'end', timeMs: Date.now(), reason: 'withdraw' }] })
  for (const _ of [1, 2]) expect((await send(bed.server, project, end.bytes, { token })).status).toBe(200)
  const more = await createChunk({ session, tab: createId(), seq: 0 })
  expect(await codeOf(await send(bed.server, project, more.bytes, { token }))).toBe('erased')
  // The visitor of the harness: a new session of the same browser.
  const next = await createChunk({ session: createSessionId(Date.now()) })
  expect(await codeOf(await send(bed.server, project, next.bytes))).toBe('erased')
})
