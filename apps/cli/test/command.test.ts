import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createId, createSessionId, encodeChunk } from '@playhead/wire'
import { startClickHouse } from '../../../tests/e2e/harness/clickhouse.ts'
import { build } from '../build.ts'
import { type Result, runCommand, serve } from './harness.ts'
import { removeFolder } from '../../../tests/e2e/harness/remove-folder.ts'

let dir: string
let dataDir: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-cli-'))
  dataDir = join(dir, 'data')
  await build()
}, 60_000)
afterAll(() => removeFolder(dir))

const run = (words: readonly string[], env: Record<string, string> = {}): Promise<Result> =>
  runCommand(words, { cwd: dir, env: { PLAYHEAD_DATA: dataDir, ...env } })
async function runJson<T>(words: readonly string[]): Promise<T> {
  const { status, out, error } = await run([...words, '--json'])
  expect([status, error]).toEqual([0, ''])
  expect(out.trim().split('\n')).toHaveLength(1)
  return JSON.parse(out) as T
}

/** The smallest page that rrweb records: a heading, then a click. */
const rrweb = (() => {
  const startMs = Date.now() - 60_000
  const text = { type: 3, id: 6, textContent: 'Hello' }
  const body = {
    type: 2,
    id: 4,
    tagName: 'body',
    attributes: {},
    childNodes: [{ type: 2, id: 5, tagName: 'h1', attributes: {}, childNodes: [text] }],
  }
  const head = { type: 2, id: 3, tagName: 'head', attributes: {}, childNodes: [] }
  const html = { type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [head, body] }
  return [
    { type: 4, timestamp: startMs, data: { href: 'https://shop.example.com/', width: 800, height: 600 } },
    { type: 2, timestamp: startMs + 1, data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: { left: 0, top: 0 } } },
    { type: 3, timestamp: startMs + 900, data: { source: 2, type: 2, id: 5, x: 10, y: 10 } },
  ]
})()

describe('projects and tokens', () => {
  test('are made and listed without a server', async () => {
    const made = await runJson<{ id: string; name: string; writeKey: string }>([
      'project',
      'create',
      'My shop',
      '--origin',
      'https://a.example',
      'https://b.example',
    ])
    expect(made.name).toBe('My shop')
    expect(Object.keys(made).sort()).toEqual(['id', 'name', 'writeKey'])
    const { items } = await runJson<{ items: { id: string; origins: string[] }[] }>(['project', 'list'])
    expect(items.find(({ id }) => id === made.id)?.origins).toEqual(['https://a.example', 'https://b.example'])
    const { token } = await runJson<{ token: string }>(['token', 'create', '--project', made.id, '--role', 'member'])
    expect(token.length).toBeGreaterThan(20)
  })

  test('a site on this machine needs no scheme, and the command says which it took', async () => {
    const { out } = await run(['project', 'create', 'Here', '--origin', 'localhost:33601', '127.0.0.1:5173/', 'shop.localhost:3000'])
    expect(out).toContain('Accepts recordings from http://localhost:33601 http://127.0.0.1:5173 http://shop.localhost:3000\n')
  })

  test('for people, the same as a table', async () => {
    const { out } = await run(['project', 'list'])
    expect(out).toMatch(/^ID +NAME +WRITE KEY +ORIGINS\n/)
  })
})

describe('what goes wrong', () => {
  test.each([
    [['project', 'create', 'X', '--origin', 'shop.example.com'], 2, /^error usage: .*must be an origin/],
    [['project', 'create', 'X'], 2, /^error usage: /],
    [['surprise'], 2, /^error usage: unknown command/],
    [['token', 'create', '--project', 'p', '--role', 'king'], 2, /^error usage: .*viewer, member, admin/],
    [['token', 'create', '--project', 'no-such'], 1, /^error not-found: .*no-such/],
    [['inspect', 'no-such-file'], 1, /^error bad-file: .*no-such-file cannot be read: ENOENT/],
    [['export', 'x', '--format', 'html', '--out', 'x.html'], 1, /^error not-found: /],
    [['demo', '--sessions', 'many'], 2, /^error usage: /],
  ])('%j', async (words, status, says) => {
    const result = await run(words)
    expect(result.error).toMatch(says)
    expect([result.status, result.out]).toEqual([status, ''])
  })

  test.each([
    [['erase', '--session', 'zzz'], 'Nothing of session zzz is stored.'],
    [['erase', '--user', 'u', '--project', 'nope'], /No project has the id "nope"; `playhead project list` shows them: \S+/],
    [['export', 'nosuch', '--format', 'ndjson', '--out', 'x'], 'No project has a session with the id "nosuch".'],
    [['token', 'create', '--project', 'nope'], /No project has the id "nope"; `playhead project list` shows them: \S+/],
  ])('%j names what there is not, and says nothing of rights to a shell that has them all', async (words, says) => {
    const { status, error } = await run(words)
    expect(status).toBe(1)
    expect(error.replace(/^error not-found: /, '').trimEnd()).toEqual(typeof says === 'string' ? says : expect.stringMatching(says))
    expect(error).not.toContain('may see')
  })

  test('a setting that does not exist', async () => {
    const result = await run(['project', 'list'], { PLAYHEAD_DTA: 'x' })
    expect([result.status, result.error]).toEqual([1, expect.stringMatching(/^error bad-environment: .*PLAYHEAD_DTA/)])
  })

  test.each([
    [['project', 'list']],
    [['project', 'list', '--json']],
    [['token', 'create', '--project', 'demo']],
    [['verify']],
    [['reindex']],
    [['backup', 'backup']],
    [['export', createSessionId(1), '--format', 'rrweb', '--out', 'x.json']],
  ])('%j where there is no data: says so, and makes none', async (words) => {
    for (const name of ['none', 'empty']) {
      const path = join(dir, name)
      if (name === 'empty') mkdirSync(path, { recursive: true })
      const result = await run(words, { PLAYHEAD_DATA: path })
      expect([result.status, result.out]).toEqual([1, ''])
      expect(result.error).toMatch(/^error no-data: .+PLAYHEAD_DATA.+\n$/)
      expect(result.error).toContain(path)
      expect(existsSync(path) ? readdirSync(path) : 'nothing').toEqual(name === 'empty' ? [] : 'nothing')
    }
  })

  test.each([
    ['PLAYHEAD_POSTGRES_URL', 'postgres://u:hunter2@127.0.0.1:1/d'],
    ['PLAYHEAD_S3_URL', 'http://k:hunter2@127.0.0.1:1/b'],
    ['PLAYHEAD_CLICKHOUSE_URL', 'http://u:hunter2@127.0.0.1:1/d'],
  ])('no backup is made or restored where %s says that a part is elsewhere', async (name, url) => {
    for (const command of ['backup', 'restore']) {
      const result = await run([command, 'half'], { [name]: url })
      expect([result.status, result.error]).toEqual([
        1,
        expect.stringMatching(new RegExp(`^error bad-environment: .*${name}.*docs/deploy.md`)),
      ])
      expect(result.error).not.toContain('hunter2')
      expect(existsSync(join(dir, 'half'))).toBe(false)
    }
  })

  test('doctor looks at a data directory that is not there without making it', async () => {
    const path = join(dir, 'none')
    const { out } = await run(['doctor', '--json'], { PLAYHEAD_DATA: path })
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string }[] }
    expect(checks.find(({ name }) => name === 'data')?.state).toBe('note')
    expect(existsSync(path)).toBe(false)
  })

  test('a data directory that cannot be one', async () => {
    writeFileSync(join(dir, 'file'), '')
    const result = await run(['project', 'list'], { PLAYHEAD_DATA: join(dir, 'file/data') })
    expect([result.status, result.error]).toEqual([1, expect.stringMatching(/^error dir-unwritable: /)])
  })
})

describe('inspect', () => {
  test('a chunk, an rrweb recording, exported signals, and none of them', async () => {
    const timeMs = Date.now()
    const identity = { session: createSessionId(timeMs), tab: createId(), view: createId(), seq: 0, baseSeq: 0, last: true, sentMs: timeMs }
    writeFileSync(join(dir, 'a.phc'), await encodeChunk(identity, [{ type: 'visibility', timeMs, state: 'hidden' }]))
    writeFileSync(join(dir, 'a.json'), JSON.stringify(rrweb))
    writeFileSync(join(dir, 'a.ndjson'), '{"type":"click","timeMs":1}\n{"type":"click","timeMs":2}\n')
    writeFileSync(join(dir, 'a.txt'), 'PHCnothing of the sort')
    expect(await runJson(['inspect', 'a.phc'])).toMatchObject({
      kind: 'chunk',
      facts: { session: identity.session, seq: 0 },
      counts: { visibility: 1 },
    })
    expect(await runJson(['inspect', 'a.json'])).toMatchObject({
      kind: 'rrweb',
      counts: { Meta: 1, FullSnapshot: 1, IncrementalSnapshot: 1 },
    })
    expect(await runJson(['inspect', 'a.ndjson'])).toMatchObject({ kind: 'signals', counts: { click: 2 } })
    expect(await run(['inspect', 'a.txt'])).toMatchObject({
      status: 1,
      out: '',
      error: expect.stringMatching(/^error bad-file: .*a.txt: /),
    })
  })
})

describe('recordings, without a server', () => {
  test('import, export, verify, reindex, inspect the log', async () => {
    const { id } = await runJson<{ id: string }>(['project', 'create', 'Import', '--origin', 'https://shop.example.com'])
    writeFileSync(join(dir, 'in.json'), JSON.stringify(rrweb))
    const { sessionId } = await runJson<{ sessionId: string }>(['import', 'in.json', '--project', id])
    expect(sessionId).toMatch(/^[0-9A-Za-z_-]{22}$/)
    await runJson(['export', sessionId, '--format', 'rrweb', '--out', 'out.json'])
    const out = JSON.parse(readFileSync(join(dir, 'out.json'), 'utf8')) as { type: number }[]
    expect(out.filter(({ type }) => type === 2)).toHaveLength(1)
    await runJson(['export', sessionId, '--format', 'ndjson', '--out', 'out.ndjson'])
    expect(await runJson(['inspect', 'out.ndjson'])).toMatchObject({ kind: 'signals', counts: { click: 1 } })
    expect(await runJson(['verify'])).toMatchObject({ sessions: 1, recordings: 1, damaged: [] })
    expect(await runJson(['reindex'])).toMatchObject({ sessions: 1 })
    const log = join(
      dataDir,
      'log',
      readdirSync(join(dataDir, 'log')).find((name) => name.endsWith('.phl'))!,
    )
    expect(await runJson(['inspect', log])).toMatchObject({ kind: 'log', facts: { sessions: 1, erased: 0, damaged: 0 } })
    const folder = join(dataDir, 'recordings', id)
    const file = join(folder, readdirSync(folder)[0]!)
    expect(await runJson(['inspect', file])).toMatchObject({
      kind: 'recording',
      facts: { session: sessionId, tabs: 1, damaged: 0 },
      counts: { click: 1 },
    })
    expect(await runJson(['inspect', join(dataDir, 'index/catalog.db')])).toMatchObject({ kind: 'database', counts: { chunk: 1 } })
    expect(await runJson(['inspect', join(dataDir, 'playhead.db')])).toMatchObject({ kind: 'database', facts: { whole: true } })
    const bytes = readFileSync(file)
    bytes[40]! ^= 1
    writeFileSync(join(dir, 'flipped.phr'), bytes)
    expect(await runJson(['inspect', 'flipped.phr'])).toMatchObject({ kind: 'recording', facts: { damaged: 1 } })
    writeFileSync(join(dir, 'cut.phr'), bytes.subarray(0, -3))
    expect(await run(['inspect', 'cut.phr'])).toMatchObject({ status: 1, error: expect.stringMatching(/^error bad-file: .*damaged/) })

    // A flipped bit.
    const whole = readFileSync(log)
    const flipped = Buffer.from(whole)
    flipped[300]! ^= 1
    writeFileSync(log, flipped)
    const found = await run(['verify', '--json'])
    writeFileSync(log, whole)
    expect([found.status, found.error]).toEqual([1, expect.stringMatching(/error damaged-data: /)])
    expect((JSON.parse(found.out) as { damaged: string[] }).damaged).toContain(
      `log/00000001.phl: ${whole.length - 16} bytes at 16 are no whole record`,
    )
    writeFileSync(`${log}.seal`, `playhead-seal 1 5 ${'0'.repeat(64)}\n`)
    const unlike = await run(['verify', '--json'])
    expect(unlike.status).toBe(1)
    expect((JSON.parse(unlike.out) as { damaged: string[] }).damaged).toEqual([
      'log/00000001.phl holds 1 record that is whole, but was closed with 5. Put it back from a backup',
    ])
    rmSync(`${log}.seal`, { force: true })
    expect(await runJson(['verify'])).toMatchObject({ records: 1, erased: 0, unfinishedBytes: 0, damaged: [] })
    // Cut between two records: what is left is whole, and what is missing is told by who knows where the log ended.
    const copy = join(dir, 'cut-data')
    cpSync(dataDir, copy, { recursive: true })
    writeFileSync(join(copy, 'log', '00000001.phl'), whole.subarray(0, 16))
    const cut = await run(['verify', '--json'], { PLAYHEAD_DATA: copy })
    expect(cut.status).toBe(1)
    expect((JSON.parse(cut.out) as { damaged: string[] }).damaged).toEqual([expect.stringMatching(/went missing/)])
    expect(cut.error).toContain(`${whole.length - 16} bytes at 16 of log/00000001.phl`)
  })

  test('a file that is no recording is refused, and nothing is stored', async () => {
    const { items } = await runJson<{ items: { id: string; name: string }[] }>(['project', 'list'])
    const { id } = items.find(({ name }) => name === 'Import')!
    for (const text of ['not json', '{"hello":"world"}', '[]', JSON.stringify(rrweb.slice(0, 1)), JSON.stringify(rrweb).slice(0, -40)]) {
      writeFileSync(join(dir, 'bad.json'), text)
      const result = await run(['import', 'bad.json', '--project', id])
      expect([result.status, result.out, result.error]).toEqual([1, '', expect.stringMatching(/^error bad-recording: .+\n$/)])
    }
    expect(await run(['import', 'in.json', '--project', 'Import'])).toMatchObject({
      status: 1,
      error: expect.stringMatching(/^error not-found: .*No project has the id "Import"; `playhead project list` shows them: \S+/),
    })
    expect(await runJson(['verify'])).toMatchObject({ sessions: 1 })
    expect(await run(['export', createSessionId(1), '--format', 'rrweb', '--out', 'x.json'])).toMatchObject({
      status: 1,
      error: expect.stringMatching(/^error not-found: /),
    })
  })
})

describe('beside a running server', () => {
  test('import, export and verify go through it; demo needs one', async () => {
    expect(await run(['demo', '--sessions', '1'])).toMatchObject({
      status: 1,
      error: expect.stringMatching(/^error (server-unreachable|not-built): /),
    })
    const { id } = await runJson<{ id: string }>(['project', 'create', 'Beside', '--origin', 'https://shop.example.com'])
    const server = await serve(dataDir)
    let status: number | undefined
    try {
      const { sessionId } = await runJson<{ sessionId: string }>(['import', 'in.json', '--project', id])
      await runJson(['export', sessionId, '--format', 'rrweb', '--out', 'beside.json'])
      expect(await runJson(['inspect', 'beside.json'])).toMatchObject({ kind: 'rrweb', counts: { FullSnapshot: 1 } })
      writeFileSync(join(dir, 'bad.json'), '{}')
      expect(await run(['import', 'bad.json', '--project', id])).toMatchObject({
        status: 1,
        error: expect.stringMatching(/^error bad-recording: /),
      })
      expect(await runJson(['verify'])).toMatchObject({ sessions: 2, recordings: 2, damaged: [] })
      expect(await runJson(['reindex'])).toMatchObject({ sessions: 2 })
      // Whoever takes one away has seen it; whoever verifies has not.
      const { items: projects } = await runJson<{ items: { id: string; name: string }[] }>(['project', 'list'])
      const verified = projects.find(({ name }) => name === 'Import')!
      expect(await runJson(['views', '--project', verified.id])).toEqual({ items: [], nextCursor: null })
      expect(await runJson(['views', '--project', id])).toMatchObject({ items: [{ session: sessionId, by: 'command' }], nextCursor: null })
      expect((await run(['views', '--project', id])).out).toMatch(new RegExp(`^AT +SESSION +BY\\n\\S+Z +${sessionId} +command\\n$`))
      expect(await run(['erase', '--session', sessionId, '--user', 'u'])).toMatchObject({
        status: 2,
        error: expect.stringMatching(/^error usage: name one/),
      })
      expect(await run(['erase', '--user', 'nobody'])).toMatchObject({ status: 1, error: expect.stringMatching(/^error not-found: /) })
      const backup = await runJson<{ files: number }>(['backup', 'backup'])
      expect(await run(['restore', 'backup'])).toMatchObject({
        status: 1,
        error: expect.stringMatching(/^error not-empty: .*PLAYHEAD_DATA/),
      })
      expect(await run(['backup', 'backup'])).toMatchObject({ status: 1, error: expect.stringMatching(/^error not-empty: /) })
      const restored = { PLAYHEAD_DATA: join(dir, 'restored') }
      expect(await run(['restore', 'backup'], restored)).toMatchObject({
        status: 0,
        out: expect.stringMatching(new RegExp(`^Restored ${backup.files} files, `)),
      })
      expect(JSON.parse((await run(['verify', '--json'], restored)).out)).toMatchObject({ sessions: 2, recordings: 2, damaged: [] })
      expect(await runJson(['erase', '--session', sessionId])).toMatchObject({
        items: [{ project: id, sessions: [sessionId], logRecords: 1, by: 'command' }],
      })
      expect(await runJson(['verify'])).toMatchObject({ sessions: 1, recordings: 1, records: 2, erased: 1, damaged: [] })
      const { out } = await run(['doctor', '--json'])
      const { checks } = JSON.parse(out) as { checks: { name: string; state: string; text: string }[] }
      const named = Object.fromEntries(checks.map(({ name, state, text }) => [name, `${state} ${text}`]))
      expect(named).toMatchObject({
        index: 'ok up to the log',
        proxy: 'ok none before the server',
        finish: expect.stringMatching(/^ok 0 sessions wait/),
        forecast: expect.stringMatching(/^ok .* a day more; it lasts$/),
        clock: expect.stringMatching(/^ok \d{4}-.*, and the disk agrees$/),
        versions: expect.stringMatching(/^ok Playhead .*, chDB .*, data \d+$/),
      })
      expect((await runJson<{ items: unknown[] }>(['project', 'list'])).items.length).toBeGreaterThanOrEqual(3)
    } finally {
      status = await server.stop()
    }
    expect(status).toBe(0)
  })
})

test('doctor says whether ClickHouse answers, without its password', async () => {
  const clickhouse = await startClickHouse()
  try {
    for (const [url, state, says] of [
      [clickhouse.urlOf('analytics'), 'ok', /^\d+\.\d+\S* answers at http:\/\/127\.0\.0\.1:\d+\/analytics$/],
      ['http://u:hunter2@127.0.0.1:1/d', 'bad', /does not answer.*Check that it runs/],
    ] as const) {
      const { out } = await run(['doctor', '--json'], { PLAYHEAD_CLICKHOUSE_URL: url })
      const { checks } = JSON.parse(out) as { checks: { name: string; state: string; text: string }[] }
      const check = checks.find(({ name }) => name === 'clickhouse')
      expect(check).toMatchObject({ state, text: expect.stringMatching(says) })
      expect(out).not.toMatch(/hunter2|p@ss|p%40ss/)
    }
  } finally {
    await clickhouse.dispose()
  }
})

test('doctor says what it looked at', async () => {
  const { out } = await run(['doctor', '--json'])
  const { checks } = JSON.parse(out) as { checks: { name: string; state: string }[] }
  expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['settings', 'node', 'data', 'build', 'chromium', 'server']))
  expect(checks.find(({ name }) => name === 'server')?.state).toBe('note')
})
