import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openStore } from '@playhead/store'
import { createId, createSessionId, encodeChunk, openLane, readChunk } from '@playhead/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeFolder } from '../../../tests/e2e/harness/remove-folder.ts'
import { build } from '../build.ts'
import { type Result, room, runCommand, type RunOptions, serve } from './harness.ts'

const dir = mkdtempSync(join(tmpdir(), 'playhead-cli-trouble-'))
const whole = join(dir, 'whole')
const isRoot = process.getuid?.() === 0
const nobody = 65_534
let project: string

const run = (data: string, words: readonly string[], options: Partial<RunOptions> = {}): Promise<Result> =>
  runCommand(words, { cwd: dir, env: { PLAYHEAD_DATA: data }, ...options })

/** A copy of the data directory, to be spoiled. */
function copyData(name: string): string {
  const to = join(dir, name)
  cpSync(whole, to, { recursive: true })
  return to
}

const logOf = (data: string): string => join(data, 'log/00000001.phl')

/** Spoils a byte of the first record's chunk; returns where that record stands. */
function spoilLog(data: string): { at: number; sizeBytes: number } {
  const bytes = readFileSync(logOf(data))
  const magic = bytes.subarray(16, 24)
  bytes[150]! ^= 1
  writeFileSync(logOf(data), bytes)
  return { at: 16, sizeBytes: bytes.indexOf(magic, 24) - 16 }
}

/** SQLite's `user_version`, where its file format has it. */
function spoilVersion(data: string): void {
  const bytes = readFileSync(join(data, 'playhead.db'))
  bytes.writeUInt32BE(999, 60)
  writeFileSync(join(data, 'playhead.db'), bytes)
}

interface Check {
  readonly name: string
  readonly state: string
  readonly text: string
}
async function examine(data: string, options: Partial<RunOptions> = {}): Promise<{ status: number; checks: Check[] }> {
  const { status, out, error } = await run(data, ['doctor', '--json'], options)
  expect(out, error).not.toBe('')
  return { status, checks: (JSON.parse(out) as { checks: Check[] }).checks }
}

beforeAll(async () => {
  await build()
  const made = await run(whole, ['project', 'create', 'Shop', '--origin', 'https://shop.example.com', '--json'])
  project = (JSON.parse(made.out) as { id: string }).id
  const store = await openStore({ dir: whole })
  for (const minutes of [3, 2]) {
    const timeMs = Date.now() - minutes * 60_000
    const bytes = await encodeChunk(
      { session: createSessionId(timeMs), tab: createId(), view: createId(), seq: 0, baseSeq: 0, last: true, sentMs: timeMs },
      [{ type: 'visibility', timeMs, state: 'hidden' }],
    )
    const chunk = readChunk(bytes)
    await store.append({ project, receivedMs: Date.now(), bytes, header: chunk.header, signals: await openLane(chunk, 'signal') })
  }
  await store.close()
}, 120_000)
afterAll(() => removeFolder(dir))

describe('a damaged log', () => {
  test('doctor says bad of what the server knows of it', async () => {
    const data = copyData('found-by-server')
    spoilLog(data)
    rmSync(join(data, 'index'), { recursive: true })
    const server = await serve(data)
    try {
      const { status, checks } = await examine(data)
      expect(checks.find(({ name }) => name === 'log')).toMatchObject({
        state: 'bad',
        text: expect.stringMatching(/^1 stretch of the log was .*`playhead verify` names/),
      })
      expect(status).toBe(1)
    } finally {
      await server.stop()
    }
  })

  test('backup copies it as it is, and says so', async () => {
    const data = copyData('backed-up')
    expect(await run(data, ['backup', 'good'])).toMatchObject({ status: 0, error: '' })
    const { at, sizeBytes } = spoilLog(data)
    const told = await run(data, ['backup', 'told'])
    expect(told).toMatchObject({ status: 0, out: expect.stringMatching(/^Backed up \d+ files/) })
    expect(told.error).toMatch(/^warning: 1 damaged place .*`playhead verify` names.*\n$/)
    const { status, out, error } = await run(data, ['backup', 'as-json', '--json'])
    expect([status, error]).toEqual([0, ''])
    expect(JSON.parse(out)).toMatchObject({ damaged: [`log/00000001.phl: ${sizeBytes} bytes at ${at} are no whole record`] })
  })

  test('backup says, too, where records are missing from a file that was sealed', async () => {
    const data = copyData('unlike')
    cpSync(logOf(data), join(data, 'log/00000002.phl'))
    writeFileSync(`${logOf(data)}.seal`, `playhead-seal 1 5 ${'0'.repeat(64)}\n`)
    expect(await run(data, ['backup', 'unlike-backup'])).toMatchObject({
      status: 0,
      error: expect.stringMatching(/^warning: 1 damaged place /),
    })
    expect(JSON.parse((await run(data, ['backup', 'unlike-as-json', '--json'])).out)).toMatchObject({
      damaged: ['log/00000001.phl holds 2 records that are whole, but was closed with 5. Put it back from a backup'],
    })
  })

  test('inspect names its places', async () => {
    const data = copyData('inspected')
    const { at, sizeBytes } = spoilLog(data)
    const { out } = await run(data, ['inspect', logOf(data)])
    expect(out).toContain('  damaged: 1\n')
    expect(out).toMatch(new RegExp(`^Damaged: ${sizeBytes} bytes at ${at} are no whole record$`, 'm'))
    expect(out).toContain('`playhead verify`')
    const asJson = await run(data, ['inspect', logOf(data), '--json'])
    expect(JSON.parse(asJson.out)).toMatchObject({ facts: { chunks: 1, damaged: 1 }, damages: [{ at, sizeBytes }] })
    // A record's beginning that is spoiled, and bytes of nothing at the end.
    const bytes = readFileSync(logOf(whole))
    bytes[18]! ^= 1
    writeFileSync(join(dir, 'twice.phl'), Buffer.concat([bytes, Buffer.from('nothing')]))
    expect(JSON.parse((await run(data, ['inspect', 'twice.phl', '--json'])).out)).toMatchObject({
      facts: { chunks: 1, damaged: 2 },
      damages: [
        { at, sizeBytes },
        { at: bytes.length, sizeBytes: 7 },
      ],
    })
    // One that is being written is none.
    writeFileSync(join(dir, 'short.phl'), readFileSync(logOf(whole)).subarray(0, -3))
    expect(JSON.parse((await run(data, ['inspect', 'short.phl', '--json'])).out)).toMatchObject({ facts: { chunks: 1, damaged: 0 } })
  })
})

test.each(['worker', 'ingest'])('commands find a server that has the role %s alone', async (role) => {
  const data = copyData(`beside-${role}`)
  const server = await serve(data, { PLAYHEAD_ROLES: role })
  try {
    const { checks } = await examine(data)
    expect(checks.find(({ name }) => name === 'server')).toMatchObject({ state: 'ok', text: expect.stringMatching(/^answers at /) })
    expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['index', 'finish', 'forecast']))
    expect(JSON.parse((await run(data, ['verify', '--json'])).out)).toMatchObject({ sessions: 2, damaged: [] })
  } finally {
    await server.stop()
  }
})

test('doctor says who has the data directory, also where that does not answer', async () => {
  const data = copyData('held')
  const state = async (): Promise<Check | undefined> => (await examine(data)).checks.find(({ name }) => name === 'server')
  // As one that was killed leaves it.
  writeFileSync(join(data, 'lock'), JSON.stringify({ pid: process.pid }))
  expect((await state())?.text).toMatch(/^none runs/)
  const store = await openStore({ dir: data })
  try {
    expect(await state()).toMatchObject({
      state: 'note',
      text: expect.stringMatching(new RegExp(`^one has this data directory \\(process ${process.pid}\\), but does not answer`)),
    })
  } finally {
    await store.close()
  }
})

test('doctor asks sites for their policies when it is told to', async () => {
  const data = join(dir, 'sites')
  const site = createServer((_, response) => response.writeHead(200, { 'content-security-policy': "script-src 'self'" }).end())
  await once(site.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  try {
    await run(data, ['project', 'create', 'Shop', '--origin', origin])
    expect((await examine(data)).checks.map(({ name }) => name)).not.toContain('site')
    const { out } = await run(data, ['doctor', '--sites', '--json'], {
      env: { PLAYHEAD_DATA: data, PLAYHEAD_PUBLIC_URL: 'https://p.example.com' },
    })
    const { checks } = JSON.parse(out) as { checks: Check[] }
    expect(checks.find(({ name }) => name === 'site')).toMatchObject({
      state: 'bad',
      text: expect.stringContaining("let it say: script-src 'self' https://p.example.com"),
    })
  } finally {
    site.close()
  }
})

test('reindex tells how far the server is, and what it says went wrong', async () => {
  const data = copyData('reindexed')
  let last = '{"result":{"chunks":4,"sessions":2}}'
  const server = createServer(({ url }, response) => {
    if (url !== '/api/v1/control/reindex') return void response.end('{"items":[]}')
    const timer = setInterval(() => response.write('{"done":1,"total":4}\n\n'), 200)
    setTimeout(() => {
      clearInterval(timer)
      response.end(`${last}\n`)
    }, 6_000)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    writeFileSync(join(data, 'control.json'), JSON.stringify({ url, token: 'x' }))
    expect(await run(data, ['reindex'])).toEqual({ status: 0, out: 'Indexed 4 chunks of 2 sessions\n', error: 'Indexing: 25 %\n' })
    last = '{"error":{"code":"index-down","message":"","detail":"It is down."}}'
    expect(await run(data, ['reindex', '--json'])).toMatchObject({
      status: 1,
      out: '',
      error: expect.stringMatching(/^error index-down: .*It is down\.\n$/),
    })
  } finally {
    server.close()
  }
})

describe('inspect', () => {
  test('a folder is told from a file, with what can be inspected', async () => {
    const { status, error } = await run(whole, ['inspect', whole])
    expect(status).toBe(1)
    expect(error).toMatch(/^error bad-file: .*is a folder.*playhead\.db.*`playhead verify`/)
    expect(error).not.toContain('EISDIR')
  })

  test('an asset, and the list of a backup', async () => {
    const body = Buffer.from('body { color: teal }')
    const hash = createHash('sha256').update(body).digest().subarray(0, 16).toString('base64url')
    const folder = join(dir, 'assets', project)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, hash), Buffer.concat([Buffer.from('text/css\n'), body]))
    const asset = async (): Promise<unknown> => JSON.parse((await run(whole, ['inspect', join(folder, hash), '--json'])).out)
    expect(await asset()).toMatchObject({
      kind: 'asset',
      facts: { project, hash, mime: 'text/css', contentBytes: body.length, whole: true },
    })
    writeFileSync(join(folder, hash), 'text/css\nbody')
    expect(await asset()).toMatchObject({ kind: 'asset', facts: { whole: false } })

    const made = await run(whole, ['backup', 'listed', '--json'])
    const list = join(dir, 'listed/manifest.ndjson')
    const backup = async (): Promise<unknown> => JSON.parse((await run(whole, ['inspect', list, '--json'])).out)
    const { files, sizeBytes } = JSON.parse(made.out) as { files: number; sizeBytes: number }
    expect(await backup()).toMatchObject({
      kind: 'backup',
      facts: { files, bytes: sizeBytes, whole: true },
      counts: { log: 1, 'playhead.db': 1 },
    })
    writeFileSync(list, readFileSync(list, 'utf8').split('\n').slice(0, -2).join('\n'))
    expect(await backup()).toMatchObject({ kind: 'backup', facts: { whole: false } })
  })
})

describe('metadata that cannot be read', () => {
  test('of a later version: backup makes none, and every command says what to do', async () => {
    const data = copyData('newer')
    spoilVersion(data)
    for (const words of [
      ['backup', 'of-newer'],
      ['project', 'list'],
    ])
      expect(await run(data, words)).toMatchObject({
        status: 1,
        error: expect.stringMatching(/^error newer-data: .*later version.*Update Playhead, or restore a backup/),
      })
    expect(existsSync(join(dir, 'of-newer'))).toBe(false)
    const { status, checks } = await examine(data)
    expect(status).toBe(1)
    expect(checks.find(({ name, state }) => name === 'data' && state === 'bad')?.text).toMatch(/later version.*Update Playhead/)
    expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['settings', 'node', 'build', 'chromium', 'server']))
  })

  test('damaged: doctor shows its table all the same', async () => {
    const data = copyData('garbage')
    rmSync(join(data, 'playhead.db-wal'), { force: true })
    writeFileSync(join(data, 'playhead.db'), 'no database, whatever it is called'.repeat(500))
    const { status, checks } = await examine(data)
    expect(status).toBe(1)
    expect(checks.find(({ name, state }) => name === 'data' && state === 'bad')?.text).toContain(data)
    expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['settings', 'node', 'build', 'chromium', 'server']))
  })
})

test.skipIf(!existsSync('/proc/self'))(
  'a folder that the system will not make is refused at once',
  async () => {
    const soon = { timeoutMs: 30_000 }
    const refusal = { status: 1, error: expect.stringMatching(/^error dir-unwritable: .*\/proc\/nope/) }
    for (const path of ['/proc/nope', '/proc/nope/deeper']) {
      expect(await run(whole, ['backup', path], soon)).toMatchObject(refusal)
      expect(await run(path, ['project', 'create', 'X', '--origin', 'https://x.example'], soon)).toMatchObject(refusal)
      expect(await run(whole, ['backup', `for-${path.length}`], soon)).toMatchObject({ status: 0 })
      expect(await run(path, ['restore', `for-${path.length}`], soon)).toMatchObject(refusal)
    }
  },
  180_000,
)

test.skipIf(process.platform === 'win32')('another user than the server’s is told so, not that there is no data', async () => {
  const data = copyData('of-another')
  chmodSync(dir, 0o755)
  chmodSync(data, isRoot ? 0o700 : 0)
  const other = isRoot ? { uid: nobody } : {}
  try {
    for (const words of [['project', 'list'], ['verify'], ['backup', 'x'], ['demo', '--sessions', '1']]) {
      // What is not built is told first.
      if (words[0] === 'demo' && !existsSync(join(room, '../demo-shop/dist/visit.mjs'))) continue
      expect(await run(data, words, other)).toMatchObject({
        status: 1,
        error: expect.stringMatching(/^error dir-unreadable: .*of-another.* \(EACCES\): run this as the user that runs the server/),
      })
    }
    const { status, checks } = await examine(data, other)
    expect(status).toBe(1)
    for (const name of ['data', 'server'])
      expect(checks.find((check) => check.name === name)).toMatchObject({
        state: 'bad',
        text: expect.stringMatching(/cannot be read \(EACCES\): run this as the user that runs the server/),
      })
  } finally {
    chmodSync(data, 0o700)
  }
})

test('demo tells how far it is where no terminal is', async () => {
  const root = join(dir, 'root')
  const files = {
    'package.json': '{"name":"playhead","type":"module"}',
    'apps/demo-shop/dist/visit.mjs': `
      for (let done = 1; done <= 7; done++) {
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        console.log(JSON.stringify({ done, total: 7, outcome: 'bought', device: 'phone' }))
      }`,
    'apps/cli/dist/playhead.mjs': readFileSync(join(room, 'dist/playhead.mjs')),
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  symlinkSync(join(room, '../../node_modules'), join(root, 'node_modules'))
  for (const name of readdirSync(join(room, 'dist')).filter((name) => name.endsWith('.mjs') && name !== 'playhead.mjs'))
    cpSync(join(room, 'dist', name), join(root, 'apps/cli/dist', name))
  const words = ['demo', '--sessions', '7', '--url', 'http://localhost:1/demo/']
  const { status, out, error } = await run(whole, words, { script: join(root, 'apps/cli/dist/playhead.mjs') })
  expect([status, out]).toEqual([0, '7 of 7 visits made at http://localhost:1/demo/\n'])
  expect(error).toMatch(/^Visits: \d+ %/)
}, 60_000)
