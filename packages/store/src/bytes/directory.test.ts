import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ByteStore } from './byte-store.ts'
import { describeByteStore } from './byte-store.contract.ts'
import { openDirectory } from './directory.ts'

describeByteStore('directory', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-bytes-'))
  return { bytes: openDirectory(dir), dispose: async () => rmSync(dir, { recursive: true }) }
})

test('L16: what a crash left half written is not listed, and goes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-bytes-'))
  mkdirSync(join(dir, 'recordings', 'shop'), { recursive: true })
  for (const name of ['a.phr', 'a.phr.0123456789ab']) writeFileSync(join(dir, 'recordings', 'shop', name), 'x')
  const bytes = openDirectory(dir)
  const keys: string[] = []
  for await (const key of bytes.list('recordings/')) keys.push(key)
  expect(keys).toEqual(['recordings/shop/a.phr'])
  await bytes.tidy('recordings/')
  expect(readdirSync(join(dir, 'recordings', 'shop'))).toEqual(['a.phr'])
  rmSync(dir, { recursive: true })
})

test('L26: only what is not there is null: what cannot be opened or listed throws', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-bytes-'))
  mkdirSync(join(dir, 'assets'))
  for (const name of ['file', 'assets/folder']) symlinkSync(join(dir, name), join(dir, name))
  const bytes = openDirectory(dir)
  for (const key of ['file', 'assets/folder/a']) {
    await expect(bytes.get(key)).rejects.toMatchObject({ code: 'ELOOP' })
    await expect(bytes.read(key, 0, 1)).rejects.toMatchObject({ code: 'ELOOP' })
    await expect(bytes.size(key)).rejects.toMatchObject({ code: 'ELOOP' })
  }
  const look = (name: string) => openDirectory(join(dir, name)).objects('assets/')[Symbol.asyncIterator]().next()
  await expect(look('file')).rejects.toMatchObject({ code: 'ELOOP' })
  expect(await look('nowhere')).toMatchObject({ done: true })
  rmSync(dir, { recursive: true })
})

describe('L26: before an object is there for sure, the names of its folders last', () => {
  const put = (bytes: ByteStore, name: string): Promise<void> => bytes.put(`assets/shop/${name}`, [Buffer.from('x')])
  let dir: string
  let synced: string[]
  const sync = async (folder: string): Promise<void> => void synced.push(relative(dir, folder))
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'playhead-bytes-'))
    synced = []
  })
  afterEach(() => rmSync(dir, { recursive: true }))
  const above = (): string[] => synced.filter((folder) => folder !== 'assets/shop').sort()

  test('also those that a crash left there, each once', async () => {
    mkdirSync(join(dir, 'assets', 'shop'), { recursive: true })
    const bytes = openDirectory(dir, sync)
    await put(bytes, 'a')
    expect(above()).toEqual(['', 'assets'])
    await put(bytes, 'b')
    expect(above()).toEqual(['', 'assets'])
    expect(synced).toHaveLength(4)
  })

  test('a sync that failed is made again by the next one', async () => {
    let isBroken = true
    const bytes = openDirectory(dir, async (folder) => {
      if (isBroken && folder === join(dir, 'assets')) throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' })
      await sync(folder)
    })
    await expect(put(bytes, 'a')).rejects.toMatchObject({ code: 'EIO' })
    isBroken = false
    await put(bytes, 'a')
    expect(above()).toEqual(['', 'assets'])
  })

  test('who comes meanwhile waits for the same sync', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const bytes = openDirectory(dir, async (folder) => {
      if (folder === join(dir, 'assets')) await held
      await sync(folder)
    })
    const done: string[] = []
    const puts = ['a', 'b', 'c'].map((name) => put(bytes, name).then(() => done.push(name)))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(done).toEqual([])
    release()
    await Promise.all(puts)
    expect(above()).toEqual(['', 'assets'])
  })

  test('a folder that was taken away meanwhile is made again', async () => {
    const bytes = openDirectory(dir, sync)
    await put(bytes, 'a')
    rmSync(join(dir, 'assets'), { recursive: true })
    await put(bytes, 'b')
    expect(above()).toEqual(['', '', 'assets', 'assets'])
    expect(readdirSync(join(dir, 'assets', 'shop'))).toEqual(['b'])
  })
})
