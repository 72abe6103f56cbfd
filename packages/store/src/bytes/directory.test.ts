import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
  await expect(openDirectory(join(dir, 'file')).sizeOf('assets/')).rejects.toMatchObject({ code: 'ELOOP' })
  expect(await openDirectory(join(dir, 'nowhere')).sizeOf('assets/')).toBe(0)
  rmSync(dir, { recursive: true })
})
