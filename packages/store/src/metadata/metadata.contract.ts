import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Metadata } from './metadata.ts'

/** One database of metadata, new and empty. */
export interface MetadataSubject {
  /** The same data each time. */
  open(): Promise<Metadata>
  /** All that stands in it, to be searched for secrets. */
  readAll(): Promise<Buffer>
  setVersion(version: number): Promise<void>
  /** Whether what was deleted has been taken from the disk since this was asked last. `text`: what stood there. */
  wasWiped(text: string): Promise<boolean>
  dispose(): Promise<void>
}

/** What every database of metadata does. */
export function describeMetadata(name: string, create: () => Promise<MetadataSubject>): void {
  describe(name, () => {
    let subject: MetadataSubject
    let metadata: Metadata
    beforeEach(async () => {
      subject = await create()
      metadata = await subject.open()
    })
    afterEach(async () => {
      await metadata?.close()
      await subject?.dispose()
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

    test('tokens, sign-ins and the set-up token work, and none of them can be read from what is stored', async () => {
      const project = await metadata.projects.create({ name: 'Shop', origins: [] })
      const { id, token } = await metadata.tokens.create({ project: project.id, role: 'viewer' })
      expect(await metadata.tokens.verify(token)).toEqual({ id, project: project.id, role: 'viewer' })
      expect(await metadata.tokens.verify(`${token}x`)).toBeNull()
      const leaked = await metadata.tokens.create({ project: project.id, role: 'admin' })
      const listed = await metadata.tokens.list(project.id)
      expect(listed.map(({ id, role }) => ({ id, role })).sort((a, b) => (a.role < b.role ? 1 : -1))).toEqual([
        { id, role: 'viewer' },
        { id: leaked.id, role: 'admin' },
      ])
      expect(Date.now() - Date.parse(listed[0]!.createdAt)).toBeLessThan(60_000)
      expect(await metadata.tokens.list('other')).toEqual([])
      expect([await metadata.tokens.revoke(leaked.id), await metadata.tokens.revoke(leaked.id)]).toEqual([true, false])
      expect(await metadata.tokens.verify(leaked.token)).toBeNull()
      expect(await metadata.tokens.verify(token)).not.toBeNull()

      const user = await metadata.users.create({ name: 'Ada', email: ' Ada@Example.com ', passwordHash: 'h' })
      expect(await metadata.users.byEmail('ada@example.COM')).toEqual({ ...user, passwordHash: 'h' })
      await expect(metadata.users.create({ name: 'B', email: 'ada@example.com', passwordHash: 'h' })).rejects.toMatchObject({
        code: 'taken',
      })
      expect(await metadata.users.count()).toBe(1)
      const signIn = (await metadata.signIns.create(user.id, 'h'))!
      expect(await metadata.signIns.verify(signIn.token)).toEqual(user)
      const signedOut = (await metadata.signIns.create(user.id, 'h'))!
      await metadata.signIns.delete(signedOut.token)
      expect(await metadata.signIns.verify(signedOut.token)).toBeNull()
      expect(await metadata.users.list()).toEqual([user])

      const spent = await metadata.setupToken.create()
      const setup = await metadata.setupToken.create()
      expect(await metadata.setupToken.verify(spent)).toBe(false)
      expect(await metadata.setupToken.verify(setup)).toBe(true)
      const stored = await subject.readAll()
      // What is searched holds what is stored.
      expect(stored.includes(user.email)).toBe(true)
      for (const secret of [token, signIn.token, setup]) expect(stored.includes(secret)).toBe(false)
      expect([await metadata.setupToken.use(setup), await metadata.setupToken.use(setup)]).toEqual([true, false])
    })

    test('another password ends what was signed in with the one before', async () => {
      const [ada, ben] = await Promise.all(
        ['ada', 'ben'].map((name) => metadata.users.create({ name, email: `${name}@example.com`, passwordHash: 'h' })),
      )
      const [hers, his] = await Promise.all([ada!, ben!].map(async ({ id }) => (await metadata.signIns.create(id, 'h'))!))
      await metadata.users.setPassword(ada!.id, 'other')
      expect((await metadata.users.byEmail('ada@example.com'))?.passwordHash).toBe('other')
      expect((await metadata.users.byEmail('ben@example.com'))?.passwordHash).toBe('h')
      expect(await metadata.signIns.verify(hers!.token)).toBeNull()
      expect(await metadata.signIns.verify(his!.token)).toEqual(ben)
      // The one before was found right just before it ended.
      expect(await metadata.signIns.create(ada!.id, 'h')).toBeNull()
    })

    test('refusals are counted, views are kept, the secret stays', async () => {
      await metadata.refusals.add('demo', 'origin-not-allowed', 'https://a', 1)
      await metadata.refusals.add('demo', 'origin-not-allowed', 'https://b', 4_000)
      await metadata.refusals.add('demo', 'crawler', 'Googlebot', 5_000_000_000)
      expect((await metadata.refusals.list('demo')).sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual([
        { code: 'crawler', count: 5_000_000_000, detail: 'Googlebot', lastAt: expect.any(String) },
        { code: 'origin-not-allowed', count: 4_001, detail: 'https://b', lastAt: expect.any(String) },
      ])
      expect(await metadata.refusals.list('other')).toEqual([])
      await metadata.views.add({ project: 'demo', session: 's', userId: 'u', tokenId: null })
      // Watching on is no second view; another person's is.
      for (const userId of ['u', 'v']) await metadata.views.add({ project: 'demo', session: 's', userId, tokenId: null })
      await metadata.views.add({ project: 'demo', session: 's', userId: null, tokenId: 't' })
      const ada = await metadata.users.create({ name: 'Ada', email: 'ada.watches@example.com', passwordHash: '' })
      await metadata.views.add({ project: 'demo', session: 'r', userId: ada.id, tokenId: null })
      await metadata.views.add({ project: 'demo', session: 's', userId: null, tokenId: 'control' })
      await metadata.views.add({ project: 'other', session: 's', userId: 'u', tokenId: null })
      const watched: string[][] = []
      let cursor: string | null = null
      do {
        const page = await metadata.views.list('demo', { limit: 2, cursor })
        expect(page.items.length).toBeLessThanOrEqual(2)
        watched.push(...page.items.map(({ session, by }) => [session, by]))
        cursor = page.nextCursor
      } while (cursor)
      expect(watched).toEqual([
        ['s', 'command'],
        ['r', 'ada.watches@example.com'],
        ['s', 'token t'],
        ['s', 'user v'],
        ['s', 'user u'],
      ])
      expect((await metadata.views.list('demo')).nextCursor).toBe(null)
      await expect(metadata.views.list('demo', { cursor: 'x' })).rejects.toMatchObject({ code: 'bad-question' })
      const beside = await subject.open()
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

    test('any text and any number may be kept or asked for', async () => {
      const place = { project: 'demo', session: 's' }
      const text = `'; DROP TABLE note; -- "\\ 🦉 \u202e\n`
      const atMs = 4_000_000_000
      expect(await metadata.notes.put(place, { id: 'a', atMs, text, author: '' })).toMatchObject({ text, atMs })
      expect(await metadata.notes.put(place, { id: 'a', atMs, text: 'a\0b', author: '' })).toMatchObject({ text: 'a\ufffdb' })
      expect(await metadata.projects.byId('demo\0')).toBeNull()
    })

    test('of those who do a thing at once that can be done once, one does it', async () => {
      const others = await Promise.all(Array.from({ length: 4 }, () => subject.open()))
      const tryAll = (work: (metadata: Metadata) => Promise<unknown>): Promise<PromiseSettledResult<unknown>[]> =>
        Promise.allSettled(others.map(work))
      const users = await tryAll(({ users }) => users.create({ name: 'Ada', email: 'ada@example.com', passwordHash: 'h' }))
      expect(users.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const user of users) if (user.status === 'rejected') expect(user.reason).toMatchObject({ code: 'taken' })
      const projects = await tryAll(({ projects }) => projects.create({ name: 'Demo', origins: [], id: 'demo' }))
      expect(projects.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const project of projects) if (project.status === 'rejected') expect(project.reason).toMatchObject({ code: 'taken' })
      const token = await metadata.setupToken.create()
      const used = await Promise.all(others.map(({ setupToken }) => setupToken.use(token)))
      expect(used.filter(Boolean)).toHaveLength(1)
      const secrets = await Promise.all(others.map((other) => other.secret()))
      expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1)
      await Promise.all(others.flatMap(({ refusals }) => [1, 20].map((count) => refusals.add('demo', 'too-large', '', count))))
      expect(await metadata.refusals.list('demo')).toMatchObject([{ code: 'too-large', count: 84 }])
      await Promise.all(others.map((other) => other.close()))
    })

    test('L23, L24: tombstones and receipts are kept, notes go with their session', async () => {
      const stone = { project: 'demo', kind: 'session', name: 's1', why: 'erased' } as const
      await metadata.tombstones.put({ ...stone, isSettled: false })
      await metadata.tombstones.put({ ...stone, isSettled: true })
      await metadata.tombstones.put({ ...stone, kind: 'user', why: 'sought', isSettled: false })
      await metadata.tombstones.delete({ ...stone, kind: 'user' })
      expect(await metadata.tombstones.list()).toEqual([{ ...stone, isSettled: true }])
      const counts = { logRecords: 1, logBytes: 2, recordingFiles: 3, assets: 4, notes: 5 }
      const receipt = {
        id: 'r1',
        project: 'demo',
        subject: 'session',
        sessions: ['s1'],
        at: '2026-11-29T00:00:00.000Z',
        by: 'Ada',
        ...counts,
      } as const
      await metadata.erasures.add(receipt)
      expect(await metadata.erasures.list('demo')).toEqual([receipt])
      const note = { id: 'AAAAAAAAAAAAAAAAAAAAAA', atMs: 5, text: 'personal', author: 'Ada' }
      await metadata.notes.put({ project: 'demo', session: 's1' }, note)
      expect(await metadata.erasures.deleteNotes('demo', ['s1'])).toBe(1)
      expect(await metadata.notes.list('demo', 's1')).toEqual([])
    })

    test('L23: the notes of many sessions go at once, and the disk is wiped where there were any', async () => {
      const note = { id: 'AAAAAAAAAAAAAAAAAAAAAA', atMs: 5, text: 'personal', author: 'Ada' }
      const sessions = Array.from({ length: 1_200 }, (_, n) => `s${n}`)
      for (const session of ['s0', 's700', 's1199', 'other']) await metadata.notes.put({ project: 'demo', session }, note)
      await metadata.notes.put({ project: 'blog', session: 's0' }, note)
      await subject.wasWiped(note.text)
      expect(await metadata.erasures.deleteNotes('demo', ['none', 's1200'])).toBe(0)
      expect(await subject.wasWiped(note.text)).toBe(false)
      expect(await metadata.erasures.deleteNotes('demo', sessions)).toBe(3)
      expect(await subject.wasWiped(note.text)).toBe(true)
      expect(await metadata.erasures.deleteNotes('demo', [])).toBe(0)
      const countOf = async (project: string, session: string): Promise<number> => (await metadata.notes.list(project, session)).length
      for (const session of ['s0', 's700', 's1199']) expect(await countOf('demo', session), session).toBe(0)
      expect([await countOf('demo', 'other'), await countOf('blog', 's0')]).toEqual([1, 1])
    })

    test('L14: data of a later version is refused by a sentence', async () => {
      await subject.setVersion(99)
      await expect(subject.open()).rejects.toMatchObject({
        code: 'newer-data',
        message: expect.stringContaining('later version of Playhead'),
      })
    })
  })
}
