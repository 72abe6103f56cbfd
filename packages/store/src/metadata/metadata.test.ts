import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Metadata } from './metadata.ts'
import { openMetadata } from './open.ts'

let dir: string
let metadata: Metadata
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-metadata-'))
  metadata = openMetadata({ dir })
})
afterEach(async () => {
  await metadata.close()
  rmSync(dir, { recursive: true })
})

test('a project is found by its id and by its write key', async () => {
  const project = await metadata.projects.create({ name: 'My Shop ÄÖ!', origins: ['https://shop.example'] })
  expect(project.id).toMatch(/^my-shop-a-?o-?-[0-9a-f]{6}$/)
  expect(await metadata.projects.byId(project.id)).toEqual(project)
  expect(await metadata.projects.byWriteKey(project.writeKey)).toEqual(project)
  expect(await metadata.projects.byWriteKey('pk_other')).toBeNull()
  expect(await metadata.projects.list()).toEqual([project])
  expect(await metadata.projects.setOrigins(project.id, [])).toEqual({ ...project, origins: [] })
  await metadata.projects.create({ name: 'Demo', origins: [], id: 'demo' })
  await expect(metadata.projects.create({ name: 'Demo', origins: [], id: 'demo' })).rejects.toMatchObject({ code: 'taken' })
})

test('tokens, sign-ins and the set-up token work, and none of them can be read from the file', async () => {
  const project = await metadata.projects.create({ name: 'Shop', origins: [] })
  const { id, token } = await metadata.tokens.create({ project: project.id, role: 'viewer' })
  expect(await metadata.tokens.verify(token)).toEqual({ id, project: project.id, role: 'viewer' })
  expect(await metadata.tokens.verify(`${token}x`)).toBeNull()

  const user = await metadata.users.create({ name: 'Ada', email: ' Ada@Example.com ', passwordHash: 'h' })
  expect(await metadata.users.byEmail('ada@example.COM')).toEqual({ ...user, passwordHash: 'h' })
  await expect(metadata.users.create({ name: 'B', email: 'ada@example.com', passwordHash: 'h' })).rejects.toMatchObject({ code: 'taken' })
  expect(await metadata.users.count()).toBe(1)
  const signIn = await metadata.signIns.create(user.id)
  expect(await metadata.signIns.verify(signIn.token)).toEqual(user)
  await metadata.signIns.delete(signIn.token)
  expect(await metadata.signIns.verify(signIn.token)).toBeNull()

  const spent = await metadata.setupToken.create()
  const setup = await metadata.setupToken.create()
  expect(await metadata.setupToken.verify(spent)).toBe(false)
  expect(await metadata.setupToken.verify(setup)).toBe(true)
  expect([await metadata.setupToken.use(setup), await metadata.setupToken.use(setup)]).toEqual([true, false])

  const stored = Buffer.concat(['playhead.db', 'playhead.db-wal'].map((name) => readFileSync(join(dir, name))))
  for (const secret of [token, signIn.token, setup]) expect(stored.includes(secret)).toBe(false)
  expect(statSync(join(dir, 'playhead.db')).mode & 0o777).toBe(0o600)
})

test('refusals are counted, views are kept, the secret stays', async () => {
  for (const detail of ['https://a', 'https://b']) await metadata.refusals.add('demo', 'origin-not-allowed', detail)
  expect(await metadata.refusals.list('demo')).toMatchObject([{ code: 'origin-not-allowed', count: 2, detail: 'https://b' }])
  expect(await metadata.refusals.list('other')).toEqual([])
  await metadata.views.add({ project: 'demo', session: 's', userId: 'u', tokenId: null })
  // Watching on is no second view; another person's is.
  for (const userId of ['u', 'v']) await metadata.views.add({ project: 'demo', session: 's', userId, tokenId: null })
  expect((await metadata.views.list('demo')).map(({ session, userId, tokenId }) => [session, userId, tokenId])).toEqual([
    ['s', 'v', null],
    ['s', 'u', null],
  ])
  const beside = openMetadata({ dir })
  expect(await beside.secret()).toEqual(await metadata.secret())
  expect((await beside.secret()).length).toBe(32)
  await beside.close()
})

test('a note stands at its moment of its session until it is deleted, and can be put back', async () => {
  const place = { project: 'demo', session: 's' }
  const later = await metadata.notes.put(place, { id: 'b', atMs: 900, text: 'Pressed twice', author: 'Ada' })
  const first = await metadata.notes.put(place, { id: 'a', atMs: 100.4, text: 'Looks for the price', author: 'Ada' })
  expect(first.atMs).toBe(100)
  await metadata.notes.put({ ...place, session: 'other' }, { id: 'a', atMs: 1, text: 'Another session', author: '' })
  expect(await metadata.notes.list('demo', 's')).toEqual([first, later])
  const rewritten = await metadata.notes.put(place, { id: 'a', atMs: 100, text: 'Found the price', author: 'Grace' })
  expect(rewritten).toEqual({ ...first, text: 'Found the price' })
  expect([await metadata.notes.delete(place, 'a'), await metadata.notes.delete(place, 'a')]).toEqual([true, false])
  expect(await metadata.notes.list('demo', 's')).toEqual([later])
  expect(await metadata.notes.list('demo', 'other')).toHaveLength(1)
  await metadata.notes.put(place, rewritten)
  expect((await metadata.notes.list('demo', 's')).map(({ text }) => text)).toEqual(['Found the price', 'Pressed twice'])
})

test('L14: data of a later version is refused by a sentence', async () => {
  const db = new Database(join(dir, 'playhead.db'))
  db.exec('PRAGMA user_version = 99')
  db.close()
  expect(() => openMetadata({ dir })).toThrow(/later version of Playhead/)
})
