import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IndexEngine } from './engine.ts'
import { onCluster } from './layout.ts'
import { eventColumns, sessionColumns, signalColumns } from './row.ts'

/** What one implementation gives the contract. */
export interface IndexBed {
  /** Opens the same data again. `longestS`: after how many seconds a question is stopped. */
  open(options?: { longestS?: number }): IndexEngine
  /** Ends what the engine runs on, as in a crash, and lets it be used again. */
  crash(): Promise<void>
  dispose(): Promise<void>
}

const timeMs = 1_760_000_000_123
const eventRow = (session: string, more: Readonly<Record<string, unknown>> = {}): unknown[] => {
  const row: Record<string, unknown> = {
    project: 'p',
    session,
    type: 'click',
    time: timeMs,
    tab: 't',
    seq: 0,
    page: '/',
    device: 'phone',
    key: 'k',
    name: 'Buy',
    tag: 'a',
    interactive: 1,
    relX: 0.5,
    relY: 0.25,
    url: '',
    status: 0,
    value: 0,
    text: '',
    ...more,
  }
  return eventColumns.map((column) => row[column])
}
const sessionNumbers: ReadonlySet<string> = new Set('ended durationMs activeMs returning isNamed friction additions version'.split(' '))
/** A value for each column asked for. */
const sessionRow = (more: Readonly<Record<string, unknown>>, columns = sessionColumns): unknown[] => {
  const row: Record<string, unknown> = {
    day: '2025-10-09',
    started: timeMs,
    received: timeMs,
    pages: [],
    counts: {},
    variants: {},
    traits: '{}',
    clicked: [],
    ...more,
  }
  return columns.map((column) => row[column] ?? (sessionNumbers.has(column) ? 0 : ''))
}
const signalRow = (key: string, count: number, present: number, version: number): unknown[] => {
  const row: Record<string, unknown> = {
    project: 'p',
    kind: 'rage-click',
    page: '/',
    device: 'phone',
    session: 's',
    tab: 't',
    time: timeMs,
    key,
    name: 'Buy',
    count,
    severity: 1,
    present,
    version,
  }
  return signalColumns.map((column) => row[column])
}

/** What every engine that holds the index must do: rows in, questions out. @see docs/storage-format.md#L12 */
export function describeIndex(name: string, createBed: () => Promise<IndexBed>): void {
  describe(`the index on ${name}`, () => {
    let bed: IndexBed
    let engine: IndexEngine
    beforeAll(async () => {
      bed = await createBed()
      engine = bed.open()
    })
    afterAll(async () => {
      await engine?.close()
      await bed?.dispose()
    })
    beforeEach(() => engine.clear())

    const countOf = async (table: string): Promise<number> =>
      (await engine.ask<{ n: number }>(`SELECT count() AS n FROM playhead.${table}`, {}))[0]!.n

    test('L13: what is inserted again under its token is dropped, and under another is not', async () => {
      const rows = [eventRow('s1'), eventRow('s2')]
      await engine.insert('playhead.events', eventColumns, rows, 'events-1')
      await engine.insert('playhead.events', eventColumns, rows, 'events-1')
      expect(await countOf('events')).toBe(2)
      await engine.insert('playhead.events', eventColumns, rows, 'events-2')
      expect(await countOf('events')).toBe(4)
      await engine.insert('playhead.events', eventColumns, rows, null)
      await engine.insert('playhead.events', eventColumns, [], 'events-3')
      expect(await countOf('events')).toBe(6)
    })

    test('L13: rows without a token are inserted, even if the same rows were there before and were deleted', async () => {
      for (let attempt = 0; attempt < 2; attempt++) {
        await engine.command(`DELETE FROM ${engine.stored('events')} WHERE session = {id:String}`, { id: 's1' })
        await engine.insert('playhead.events', eventColumns, [eventRow('s1')], null)
        expect(await countOf('events')).toBe(1)
      }
    })

    test('L13: a batch of several months is dropped as a whole, and tokens are forgotten with their rows', async () => {
      const months = Array.from({ length: 5 }, (_, n) => eventRow(`s${n}`, { time: timeMs + n * 31 * 86_400_000 }))
      for (let attempt = 0; attempt < 2; attempt++) await engine.insert('playhead.events', eventColumns, months, 'events-1')
      expect(await countOf('events')).toBe(5)
      await engine.clear()
      expect(await countOf('events')).toBe(0)
      await engine.insert('playhead.events', eventColumns, months, 'events-1')
      expect(await countOf('events')).toBe(5)
    })

    test('L12: a later version of a row takes the place of the earlier one', async () => {
      await engine.insert('playhead.signals', signalColumns, [signalRow('a', 3, 1, 1), signalRow('b', 3, 1, 1)], null)
      await engine.insert('playhead.signals', signalColumns, [signalRow('a', 5, 1, 2), signalRow('b', 3, 0, 2)], null)
      expect(await engine.ask('SELECT key, count, present FROM playhead.signals FINAL ORDER BY key', {})).toEqual([
        { key: 'a', count: 5, present: 1 },
        { key: 'b', count: 3, present: 0 },
      ])
    })

    test('texts of every kind come back as they were, from rows and as parameters', async () => {
      const texts = [
        "it's",
        'a\\b',
        'tab\there',
        'line\nhere',
        '\r\n',
        '{x:String}',
        '50%_off',
        'Ünï 日本語 👩‍👩‍👧',
        '',
        '\u0000zero',
        '"\'`',
        '-- no',
        'NULL',
        '\\N',
      ]
      await engine.insert(
        'playhead.events',
        eventColumns,
        texts.map((text, n) => eventRow(`s${n}`, { seq: n, text, name: text })),
        null,
      )
      const rows = await engine.ask<{ text: string; name: string }>('SELECT text, name FROM playhead.events ORDER BY seq', {})
      expect(rows).toEqual(texts.map((text) => ({ text, name: text })))
      for (const text of texts) {
        expect(
          await engine.ask('SELECT {text:String} AS said, count() AS n FROM playhead.events WHERE text = {text:String}', { text }),
        ).toEqual([{ said: text, n: 1 }])
      }
      expect(await engine.ask('SELECT count() AS n FROM playhead.events WHERE text IN {texts:Array(String)}', { texts })).toEqual([
        { n: texts.length },
      ])
    })

    test('numbers of every kind come back as numbers, from rows and as parameters', async () => {
      const [row] = await engine.ask<Record<string, unknown>>(
        `SELECT {int:Int64} AS int, {negative:Int64} AS negative, {small:UInt32} AS small, {float:Float64} AS float,
           toUInt64({int:Int64}) AS unsigned, {list:Array(Int64)} AS list, count() AS count FROM numbers(3)`,
        { int: Number.MAX_SAFE_INTEGER, negative: -5, small: 4_294_967_295, float: 0.1, list: [1, 2] },
      )
      expect(row).toEqual({
        int: Number.MAX_SAFE_INTEGER,
        negative: -5,
        small: 4_294_967_295,
        float: 0.1,
        unsigned: Number.MAX_SAFE_INTEGER,
        list: [1, 2],
        count: 3,
      })
      await engine.insert(
        'playhead.events',
        eventColumns,
        [eventRow('s', { seq: 4_294_967_295, status: 65_535, value: 1e300, relX: 0.1 })],
        null,
      )
      expect(
        await engine.ask(
          'SELECT toUnixTimestamp64Milli(time) AS time, seq, status, value, toFloat64(relX) AS relX FROM playhead.events',
          {},
        ),
      ).toEqual([{ time: timeMs, seq: 4_294_967_295, status: 65_535, value: 1e300, relX: Math.fround(0.1) }])
    })

    test('lists and maps of a session come back as they were', async () => {
      const row = {
        pages: ['/', "/it's", '/日本'],
        counts: { 'rage-click': 2, error: 1 },
        variants: { cta: 'B', 'a\\b': "it's" },
        traits: '{"a":1}',
        clicked: ['body>a:1', ''],
      }
      await engine.insert('playhead.sessions', sessionColumns, [sessionRow(row)], null)
      expect(
        await engine.ask('SELECT pages, counts, variants, traits, clicked, toString(day) AS day FROM playhead.sessions FINAL', {}),
      ).toEqual([{ ...row, day: '2025-10-09' }])
    })

    test('deleted rows are gone when it is done, and the others are there', async () => {
      await engine.insert('playhead.events', eventColumns, [eventRow('s1'), eventRow("it's"), eventRow('s3')], 'events-1')
      await engine.command(`DELETE FROM ${engine.stored('events')} WHERE project = {project:String} AND session = {id:String}`, {
        project: 'p',
        id: "it's",
      })
      expect(await engine.ask('SELECT session FROM playhead.events ORDER BY session', {})).toEqual([{ session: 's1' }, { session: 's3' }])
    })

    test('a question of nothing has no rows, and one of many has them all', async () => {
      expect(await engine.ask('SELECT 1 AS a FROM playhead.events', {})).toEqual([])
      const rows = await engine.ask<{ number: number }>('SELECT number FROM numbers(200000)', {})
      expect([rows.length, rows[0], rows.at(-1)]).toEqual([200_000, { number: 0 }, { number: 199_999 }])
    })

    test('a wrong statement is told in the engine’s words, and the next one is answered', async () => {
      await expect(engine.ask('SELECT nope FROM playhead.events', {})).rejects.toThrow(/nope/)
      await expect(engine.ask('SELEC 1', {})).rejects.toThrow(/[Ss]yntax/)
      await expect(engine.command(`ALTER TABLE ${engine.stored('events')} DELETE WHERE nothing = 1`, {})).rejects.toThrow(/nothing/)
      await expect(engine.insert('playhead.events', ['project', 'nope'], [['p', 1]], null)).rejects.toThrow(/nope/)
      expect(await engine.ask('SELECT 1 AS a', {})).toEqual([{ a: 1 }])
    })

    test('a question that takes too much memory is stopped, by name, and others are answered meanwhile', async () => {
      const heavy = engine.ask('SELECT length(groupArray(repeat(toString(number), 1000))) AS n FROM numbers(10000000)', {})
      heavy.catch(() => undefined)
      expect(await engine.ask('SELECT 1 AS a', {})).toEqual([{ a: 1 }])
      await expect(heavy).rejects.toMatchObject({ code: 'question-too-heavy', message: expect.stringMatching(/memory/i) })
    })

    test('a question that takes too long is stopped, by name', async () => {
      const hurried = bed.open({ longestS: 2 })
      const startMs = Date.now()
      await expect(hurried.ask('SELECT count() AS n FROM numbers(1e15) WHERE sipHash64(number) = 1', {})).rejects.toMatchObject({
        code: 'question-too-heavy',
        message: expect.stringMatching(/exceeded/i),
      })
      expect(Date.now() - startMs).toBeLessThan(15_000)
      await hurried.close()
    })

    test('rows and facts outlive a crash, and the engine is used again without being opened anew', { timeout: 60_000 }, async () => {
      await engine.insert('playhead.events', eventColumns, [eventRow('s1')], 'events-1')
      await engine.writeFact('who', 'me')
      await bed.crash()
      await expect.poll(() => countOf('events').catch(() => -1), { timeout: 30_000 }).toBe(1)
      await engine.insert('playhead.events', eventColumns, [eventRow('s1')], 'events-1')
      expect(await countOf('events')).toBe(1)
      expect(await engine.readFact('who')).toBe('me')
    })

    test('L27: facts are replaced, stay when rows go, and are not there before they are written', async () => {
      expect(await engine.readFact('nothing')).toBeNull()
      await engine.writeFact('who', 'me')
      await engine.writeFact('who', 'you')
      await engine.clear()
      expect(await engine.readFact('who')).toBe('you')
    })

    test('L27: tables of an earlier code get what was added, and rows that it makes afterwards are told apart', async () => {
      const schema = await engine.readFact('schema')
      const added = ['clicked', 'additions']
      const gathered = `playhead.sessions${onCluster(engine.layout)}`
      const drop = (table: string, column: string): Promise<void> => engine.command(`ALTER TABLE ${table} DROP COLUMN ${column}`, {})
      for (const table of new Set([gathered, engine.stored('sessions')])) for (const column of added) await drop(table, column)
      const broken = bed.open()
      await broken.prepare()
      await broken.close()
      // As if it had been ended before its last statement.
      await drop(gathered, 'additions')
      const later = bed.open()
      try {
        const earlier = sessionColumns.filter((column) => !added.includes(column))
        await later.insert('playhead.sessions', earlier, [sessionRow({ session: 'earlier' }, earlier)], null)
        await later.insert('playhead.sessions', sessionColumns, [sessionRow({ session: 'later', clicked: ['k'], additions: 1 })], null)
        expect(await later.ask('SELECT session, clicked, additions FROM playhead.sessions ORDER BY session', {})).toEqual([
          { session: 'earlier', clicked: [], additions: 0 },
          { session: 'later', clicked: ['k'], additions: 1 },
        ])
        expect(await later.readFact('schema')).toBe(schema)
      } finally {
        await later.close()
      }
    })

    test('L27: tables that another server empties meanwhile are got ready all the same', async () => {
      for (let round = 0; round < 8; round++) {
        const joining = bed.open()
        // Each time at another moment of it.
        const emptied = Promise.all([engine.clear(), sleep(round * 5).then(() => joining.prepare())])
        await emptied.finally(() => joining.close())
        expect(await countOf('sessions')).toBe(0)
      }
    })

    test('L27: tables of a later version are refused by a sentence, and left as they are', async () => {
      const schema = (await engine.readFact('schema'))!
      expect(Number(schema)).toBeGreaterThan(0)
      await engine.writeFact('schema', String(Number(schema) + 1))
      const later = bed.open()
      try {
        for (const attempt of [later.prepare(), later.ask('SELECT 1', {})])
          await expect(attempt).rejects.toMatchObject({ code: 'newer-data', message: expect.stringContaining('later version') })
      } finally {
        await engine.writeFact('schema', schema)
        await later.close()
      }
    })
  })
}
