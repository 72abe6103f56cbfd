import type { EventOf, PlayheadEvent } from '@playhead/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chunkOf, click, epochMs, sessionId, start, tabId } from '../../test/fixture.ts'
import { hashPerson } from '../erasure/tombstone.ts'
import { hashChunk } from '../log/record.ts'
import type { Catalog, NewChunk } from './catalog.ts'
import type { SessionName } from './recording.ts'

/** One catalog, new and empty. */
export interface CatalogSubject {
  readonly catalog: Catalog
  /** Chunks of one log file, in their order. Resolves to its number. */
  store(chunks: readonly NewChunk[]): Promise<number>
  dispose(): Promise<void>
}

const minuteMs = 60_000
const [a, b] = [sessionId(1), sessionId(2)] as const
const end = (timeMs: number): EventOf<'end'> => ({ type: 'end', timeMs, reason: 'pagehide' })
export const asset = (url: string, more: Partial<EventOf<'asset'>> = {}): EventOf<'asset'> => ({
  type: 'asset',
  timeMs: epochMs,
  url,
  hash: 'A'.repeat(22),
  mime: 'text/css',
  sizeBytes: 10,
  ...more,
})

/** What a catalog is told of a chunk. */
export async function newChunk(
  place: { project?: string; session?: string; tab?: number; seq?: number; receivedMs?: number },
  events: readonly PlayheadEvent[] = [start(epochMs), click(epochMs + 10)],
): Promise<NewChunk> {
  const { session = a, tab = 1, receivedMs = epochMs, ...rest } = place
  const { bytes, ...chunk } = await chunkOf({ session, tab: tabId(tab), receivedMs, ...rest }, events)
  return { ...chunk, hash: hashChunk(bytes).toString('hex'), sizeBytes: bytes.length }
}

/** What every catalog does. */
export function describeCatalog(name: string, create: () => Promise<CatalogSubject>): void {
  describe(name, () => {
    let subject: CatalogSubject
    let catalog: Catalog
    beforeEach(async () => {
      subject = await create()
      catalog = subject.catalog
    })
    afterEach(() => subject?.dispose())

    test('L2, L11: a chunk is found by its place, and of two in one place the first', async () => {
      const first = await newChunk({ tab: 2, seq: 3 })
      const file = await subject.store([await newChunk({}), first, await newChunk({ tab: 2, seq: 1 })])
      await subject.store([await newChunk({ tab: 2, seq: 3 }, [click(epochMs + 77)]), await newChunk({ project: 'other', seq: 9 })])
      expect((await catalog.chunks('demo', a)).map(({ tab, seq }) => [tab, seq])).toEqual([
        [tabId(1), 0],
        [tabId(2), 1],
        [tabId(2), 3],
      ])
      const { hash, sizeBytes, receivedMs, header } = first
      expect(await catalog.chunk('demo', a, tabId(2), 3)).toMatchObject({
        project: 'demo',
        session: a,
        tab: tabId(2),
        seq: 3,
        hash,
        file,
        chunkAt: expect.any(Number),
        sizeBytes,
        receivedMs,
        baseSeq: 0,
        baseMs: header.baseMs,
        endMs: header.endMs,
        keyframe: false,
      })
      expect(await catalog.chunk('demo', a, tabId(2), 4)).toBeNull()
      expect([await catalog.chunks('demo', b), await catalog.assets('demo', b)]).toEqual([[], []])
      expect((await catalog.chunks('other', a)).map(({ seq }) => seq)).toEqual([9])
    })

    test('an asset that was missing may be known later, and stays known', async () => {
      const lost = asset('https://s/a.css', { hash: '', missing: 'failed' })
      const known = asset('https://s/b.css')
      await subject.store([await newChunk({ seq: 0 }, [lost, known])])
      await subject.store([
        await newChunk({ seq: 1 }, [asset('https://s/a.css', { hash: 'B'.repeat(22) }), { ...known, hash: '', missing: 'failed' }]),
      ])
      expect((await catalog.assets('demo', a)).map(({ url, hash, missing }) => [url, hash, missing])).toEqual([
        ['https://s/a.css', 'B'.repeat(22), ''],
        ['https://s/b.css', known.hash, ''],
      ])
    })

    test('L10: an asset is named from the moment on in which its chunk is stored, until the last session that names it is erased', async () => {
      const [one, other] = [asset('https://s/a.css'), asset('https://s/b.css', { hash: 'B'.repeat(22) })]
      const isNamed = (hash: string): Promise<boolean> => catalog.isAssetNamed('demo', hash)
      expect(await isNamed(one.hash)).toBe(false)
      await subject.store([await newChunk({}, [one, asset('https://s/c.css', { hash: '', missing: 'failed' })])])
      await subject.store([await newChunk({ seq: 1 }, [{ ...one, url: 'https://s/d.css' }]), await newChunk({ session: b }, [one, other])])
      expect([await isNamed(one.hash), await isNamed(other.hash), await catalog.isAssetNamed('rival', one.hash)]).toEqual([
        true,
        true,
        false,
      ])
      const users = (project: string) => catalog.usage.assetUsers(project)
      expect(await users('demo')).toEqual(
        new Map([
          [one.hash, 2],
          [other.hash, 1],
        ]),
      )
      expect(await users('rival')).toEqual(new Map())
      expect([await isNamed(one.hash), await isNamed(other.hash)]).toEqual([true, true])
      for (const [session, left] of [
        [a, [true, true]],
        [b, [false, false]],
      ] as const) {
        await catalog.eraser.erase([{ project: 'demo', session }], await catalog.chunks('demo', session))
        expect([await isNamed(one.hash), await isNamed(other.hash)]).toEqual(left)
      }
    })

    test('totals are those of what is stored', async () => {
      expect(await catalog.totals('demo')).toEqual({ chunks: 0, firstMs: null, lastMs: null })
      await subject.store([await newChunk({ receivedMs: 5 }), await newChunk({ session: b, receivedMs: 9 })])
      await subject.store([
        await newChunk({ receivedMs: 12 }),
        await newChunk({ seq: 1, receivedMs: 7 }),
        await newChunk({ project: 'p', receivedMs: 1 }),
      ])
      expect(await catalog.totals('demo')).toEqual({ chunks: 3, firstMs: 5, lastMs: 9 })
      expect(await catalog.count()).toBe(4)
    })

    test('L20: a session is over half an hour after its last chunk, or a minute after all its tabs have ended', async () => {
      await subject.store([
        await newChunk({ receivedMs: 1000 }),
        await newChunk({ tab: 2, receivedMs: 2000 }, [start(epochMs), end(epochMs + 5)]),
      ])
      expect(await catalog.finish.next(2000 + 30 * minuteMs - 1)).toBeNull()
      expect(await catalog.finish.next(2000 + 30 * minuteMs)).toEqual({ project: 'demo', session: a })
      await subject.store([await newChunk({ seq: 1, receivedMs: 3000 }, [end(epochMs + 9)])])
      expect(await catalog.finish.next(3000 + minuteMs - 1)).toBeNull()
      expect(await catalog.finish.next(3000 + minuteMs)).toEqual({ project: 'demo', session: a })
      await catalog.finish.drop({ project: 'demo', session: a })
      expect(await catalog.finish.next(2 ** 52)).toBeNull()
    })

    test('L20: what fails is tried again twice, what was put off as often as it takes, what is hurried at once', async () => {
      const name = { project: 'demo', session: a }
      await subject.store([await newChunk({ receivedMs: 0 })])
      await catalog.finish.hurry(name)
      expect(await catalog.finish.next(0)).toEqual(name)
      await catalog.finish.delay(name, 0)
      expect([await catalog.finish.next(minuteMs - 1), await catalog.finish.next(minuteMs)]).toEqual([null, name])
      for (let turn = 0; turn < 3; turn++) {
        expect(await catalog.finish.counts(10 * turn * minuteMs + minuteMs)).toEqual({ waiting: 1, failed: 0 })
        await catalog.finish.fail(name, 10 * turn * minuteMs)
      }
      expect(await catalog.finish.next(2 ** 52)).toBeNull()
      expect(await catalog.finish.counts(2 ** 52)).toEqual({ waiting: 0, failed: 1 })
      await subject.store([await newChunk({ seq: 1, receivedMs: 5 })])
      expect(await catalog.finish.next(2 ** 52)).toEqual(name)
    })

    test('L20: who had a turn in vain comes after all that had none, and does not make others wait', async () => {
      const [slow, other] = [a, b].map((session) => ({ project: 'demo', session })) as [SessionName, SessionName]
      await subject.store([await newChunk({ receivedMs: 0 })])
      await catalog.finish.hurry(slow)
      expect([await catalog.finish.isLate(slow), await catalog.finish.waits(0, other), await catalog.finish.waits(0, slow)]).toEqual([
        false,
        true,
        false,
      ])
      await catalog.finish.fail(slow, 0)
      expect([await catalog.finish.isLate(slow), await catalog.finish.waits(2 ** 52, other)]).toEqual([true, false])
      await subject.store([await newChunk({ session: b, receivedMs: 5 * minuteMs })])
      const dueMs = 35 * minuteMs
      expect(await catalog.finish.next(dueMs - 1)).toEqual(slow)
      expect([await catalog.finish.next(dueMs), await catalog.finish.waits(dueMs, slow)]).toEqual([other, true])
      await catalog.finish.drop(other)
      expect(await catalog.finish.next(dueMs)).toEqual(slow)
      // Who is hurried, or goes on, begins anew.
      await catalog.finish.hurry(slow)
      expect(await catalog.finish.isLate(slow)).toBe(false)
    })

    test('L20: a recording file is current until more of its session comes; the file before stays until the one after it', async () => {
      const name = { project: 'demo', session: a }
      const make = async (source: string): Promise<string | null> => {
        expect(await catalog.finish.claim(name)).toBe(true)
        const chunks = (await catalog.chunks('demo', a)).length
        return catalog.recordings.set({ ...name, source, chunks, sizeBytes: 100 }).finally(() => catalog.finish.release(name))
      }
      await subject.store([await newChunk({ receivedMs: 0 })])
      expect(await catalog.recordings.current(name)).toBeNull()
      expect(await make('s1')).toBeNull()
      expect(await catalog.recordings.current(name)).toMatchObject({ ...name, source: 's1', chunks: 1, sizeBytes: 100 })
      expect(await catalog.finish.next(2 ** 52)).toBeNull()
      await subject.store([await newChunk({ seq: 1, receivedMs: 0 })])
      expect(await catalog.recordings.current(name)).toBeNull()
      expect(await catalog.finish.next(2 ** 52)).toEqual(name)
      expect(await make('s2')).toBeNull()
      expect(await make('s3')).toBe('s1')
      expect(await make('s3')).toBeNull()
      expect(await catalog.recordings.all()).toMatchObject([{ source: 's3', chunks: 2, present: 2 }])
      await catalog.recordings.remove(name)
      expect(await catalog.recordings.current(name)).toBeNull()
    })

    test('L20, L23: a recording file is not registered where chunks that it is made of were taken away', async () => {
      const name = { project: 'demo', session: a }
      const set = (chunks: number): Promise<string | null> => catalog.recordings.set({ ...name, source: 's1', chunks, sizeBytes: 100 })
      await subject.store([await newChunk({}), await newChunk({ seq: 1 })])
      await catalog.finish.claim(name)
      await expect(set(3)).rejects.toMatchObject({ code: 'erased' })
      await catalog.eraser.erase([name], await catalog.chunks('demo', a))
      await catalog.finish.claim(name)
      await expect(set(2)).rejects.toMatchObject({ code: 'erased' })
      expect(await catalog.recordings.all()).toEqual([])
    })

    test('L25: what takes how much room, and since when nothing came', async () => {
      const chunks = [
        await newChunk({ receivedMs: 10 }),
        await newChunk({ seq: 1, receivedMs: 30 }),
        await newChunk({ session: b, receivedMs: 20 }),
      ]
      await subject.store(chunks)
      const sizes = chunks.map(({ sizeBytes }) => sizeBytes)
      const [all, own] = [sizes.reduce((sum, size) => sum + size, 0), sizes[0]! + sizes[1]!]
      expect(await catalog.usage.ofProject('demo', 20)).toMatchObject({
        sessions: 2,
        logBytes: all,
        recordingBytes: 0,
        firstMs: 10,
        recentBytes: sizes[1]! + sizes[2]!,
        recentFromMs: 20,
      })
      expect(await catalog.usage.lastBefore('demo', 31)).toMatchObject([
        { session: b, chunks: 1, lastMs: 20, sizeBytes: sizes[2] },
        { session: a, chunks: 2, lastMs: 30, sizeBytes: own },
      ])
      expect(await catalog.usage.lastBefore('demo', 20)).toEqual([])
    })

    test('L25: what came of a session while it was taken away stays, and what it refers to', async () => {
      const own = asset('https://s/b.css', { hash: 'C'.repeat(22) })
      await subject.store([await newChunk({ receivedMs: 5 }, [own]), await newChunk({ seq: 1, receivedMs: 6 })])
      const listed = await catalog.chunks('demo', a)
      const late = await newChunk({ seq: 2, receivedMs: 9 }, [own])
      await subject.store([late])
      expect(await catalog.eraser.isAssetUsed('demo', own.hash, new Map([[a, 2]]))).toBe(true)
      await catalog.eraser.erase([{ project: 'demo', session: a }], listed)
      expect(await catalog.chunks('demo', a)).toMatchObject([{ seq: 2, hash: late.hash }])
      expect(await catalog.assets('demo', a)).toMatchObject([{ hash: own.hash }])
      expect(await catalog.totals('demo')).toEqual({ chunks: 1, firstMs: 9, lastMs: 9 })
      expect(await catalog.finish.next(2 ** 52)).toEqual({ project: 'demo', session: a })
      expect(await catalog.eraser.isAssetUsed('demo', own.hash, new Map([[a, 1]]))).toBe(false)
    })

    describe('L33: who is in a session', () => {
      const sessionsOf = (kind: 'visitor' | 'user', id: string, project = 'demo'): Promise<string[]> =>
        catalog.sessionsOf(project, { kind, hash: hashPerson(kind, project, id) })
      const identify = (user: string): EventOf<'identify'> => ({ type: 'identify', timeMs: epochMs + 20, user })

      test('is every visitor that one of its tabs begins as, and every user that it names, whichever chunk does', async () => {
        await subject.store([
          await newChunk({}, [start(epochMs, { visitor: 'ann' }), identify('Eve')]),
          await newChunk({ tab: 2 }, [start(epochMs, { visitor: 'bob' }), identify('Eve'), identify('')]),
          await newChunk({ session: b }, [start(epochMs, { visitor: 'bob' })]),
          await newChunk({ project: 'other', session: b }, [start(epochMs, { visitor: 'ann' })]),
        ])
        await subject.store([await newChunk({ seq: 9 }, [click(epochMs + 10), identify('Joe\0')]), await newChunk({ session: b, seq: 1 })])
        expect(await sessionsOf('visitor', 'ann')).toEqual([a])
        expect((await sessionsOf('visitor', 'bob')).sort()).toEqual([a, b])
        expect(await sessionsOf('visitor', 'ann', 'other')).toEqual([b])
        for (const user of ['Eve', '', 'Joe\0']) expect(await sessionsOf('user', user)).toEqual([a])
        for (const user of ['eve', 'Joe', 'ann']) expect(await sessionsOf('user', user)).toEqual([])
      })

      test('is not who a chunk names whose place another has', async () => {
        await subject.store([await newChunk({}, [start(epochMs, { visitor: 'ann' })])])
        await subject.store([await newChunk({}, [start(epochMs, { visitor: 'bob' })])])
        expect(await sessionsOf('visitor', 'bob')).toEqual([])
      })

      test('is known for as long as anything is left of it', async () => {
        await subject.store([await newChunk({}, [start(epochMs, { visitor: 'ann' }), identify('Eve')]), await newChunk({ session: b })])
        const listed = await catalog.chunks('demo', a)
        await subject.store([await newChunk({ seq: 1 }, [click(epochMs + 30)])])
        await catalog.eraser.erase([{ project: 'demo', session: a }], listed)
        expect([await sessionsOf('visitor', 'ann'), await sessionsOf('user', 'Eve')]).toEqual([[a], [a]])
        await catalog.eraser.erase([{ project: 'demo', session: a }], await catalog.chunks('demo', a))
        expect([await sessionsOf('visitor', 'ann'), await sessionsOf('user', 'Eve')]).toEqual([[], []])
        expect(await sessionsOf('visitor', tabId(7))).toEqual([b])
      })
    })

    test('L23: an erased session leaves nothing, and others keep what they share with it', async () => {
      const shared = asset('https://s/a.css')
      const own = asset('https://s/b.css', { hash: 'C'.repeat(22) })
      await subject.store([await newChunk({ receivedMs: 5 }, [shared, own]), await newChunk({ session: b, receivedMs: 9 }, [shared])])
      expect(await catalog.eraser.isAssetUsed('demo', shared.hash, new Map([[a, 1]]))).toBe(true)
      expect(await catalog.eraser.isAssetUsed('demo', own.hash, new Map([[a, 1]]))).toBe(false)
      await catalog.eraser.erase([{ project: 'demo', session: a }], await catalog.chunks('demo', a))
      expect([await catalog.chunks('demo', a), await catalog.assets('demo', a)]).toEqual([[], []])
      expect(await catalog.totals('demo')).toEqual({ chunks: 1, firstMs: 9, lastMs: 9 })
      expect(await catalog.finish.next(2 ** 52)).toEqual({ project: 'demo', session: b })
    })
  })
}
