import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempDir } from '../../test/fixture.ts'
import type { DirectoryCatalog } from '../catalog/sqlite.ts'
import { adoptIndex } from './adopt.ts'
import type { IndexEngine } from './engine.ts'

let dir: string
let facts: Map<string, string>
let restarts: number
let notices: string[]
beforeEach(() => {
  dir = tempDir()
  facts = new Map()
  restarts = 0
  notices = []
})
afterEach(() => rmSync(dir, { recursive: true }))

const engine = {
  layout: { database: 'analytics' },
  readFact: async (name: string) => facts.get(name) ?? null,
  writeFact: async (name: string, value: string) => void facts.set(name, value),
  // The index of before had rows, of its first batch.
  ask: async () => [{ token: '1' }],
  hasLostTables: false,
} as unknown as IndexEngine
const catalog = {
  lastToken: () => 1,
  batch: () => null,
  indexPosition: () => ({ file: 1, at: 0 }),
  restartIndex: () => void restarts++,
} as unknown as DirectoryCatalog
const adopt = (isShared: boolean, openFile?: typeof openFailing): Promise<void> =>
  adoptIndex({ dir, engine, catalog, isShared, onNotice: (text) => notices.push(text), ...(openFile ? { openFile } : {}) })
const inFile = (): string => readFileSync(join(dir, 'index.id'), 'utf8')

/** A disk that takes nothing more. */
const openFailing = async (path: string, flags: string): Promise<FileHandle> => {
  const file = await open(path, flags)
  file.writeFile = async () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }
  return file
}

test('L27: index.id is the one before until it is written whole', async () => {
  await adopt(true)
  const whole = inFile()
  const earlier = whole.replace(/ \d+/, ' 0')
  writeFileSync(join(dir, 'index.id'), earlier)
  await expect(adopt(true, openFailing)).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(inFile()).toBe(earlier)
  await adopt(true)
  expect(inFile()).toBe(whole)
  expect(restarts).toBe(1)
  // As it was written before versions stood beside the id.
  writeFileSync(join(dir, 'index.id'), whole.replace(/ \d+/, ''))
  await adopt(true)
  expect([inFile(), restarts]).toEqual([whole, 1])
})

const broken = [
  ['is empty', () => ''],
  ['is half written', (whole: string) => whole.slice(0, 7)],
  ['lacks its end', (whole: string) => whole.slice(0, -1)],
  ['is full of zeros', (whole: string) => '\0'.repeat(whole.length)],
] as const

test.each(broken)('L27: an index.id that %s has the directory’s own index built anew, and is told', async (_, spoil) => {
  await adopt(false)
  const [restartsBefore, id] = [restarts, facts.get('id')]
  writeFileSync(join(dir, 'index.id'), spoil(inFile()))
  await adopt(false)
  expect(restarts).toBe(restartsBefore + 1)
  expect(notices).toEqual([expect.stringMatching(/index\.id .*damaged.*built anew/)])
  expect(facts.get('id')).not.toBe(id)
  expect(inFile()).toMatch(new RegExp(`^${facts.get('id')} \\d+\n$`))
  await adopt(false)
  expect([restarts, notices.length]).toEqual([restartsBefore + 1, 1])
})

test.each(broken)('L27: an index.id that %s says so where a ClickHouse holds an index, which is left as it is', async (_, spoil) => {
  await adopt(true)
  const [whole, id] = [inFile(), facts.get('id')]
  writeFileSync(join(dir, 'index.id'), spoil(whole))
  await expect(adopt(true)).rejects.toMatchObject({
    code: 'damaged-file',
    message: expect.stringMatching(/index\.id is damaged.*DROP DATABASE analytics/),
  })
  expect([facts.get('id'), restarts]).toEqual([id, 1])
  // Who does as it says begins anew.
  facts.clear()
  await adopt(true)
  expect([inFile().split(' ')[0], restarts]).toEqual([facts.get('id'), 2])
})

test('L27: a whole index.id of another index is no damage', async () => {
  await adopt(true)
  writeFileSync(join(dir, 'index.id'), `${'A'.repeat(16)} 1\n`)
  await expect(adopt(true)).rejects.toMatchObject({ code: 'index-taken' })
})
