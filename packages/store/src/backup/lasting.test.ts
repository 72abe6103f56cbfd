import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempDir } from '../../test/fixture.ts'
import { openMetadataFile } from '../metadata/sqlite.ts'
import { createBackup } from './create.ts'
import { restoreBackup } from './restore.ts'

let root: string
let dir: string
beforeEach(async () => {
  root = tempDir()
  dir = join(root, 'data')
  await openMetadataFile(dir).db.destroy()
  const asset = `assets/shop/${'a'.repeat(22)}`
  for (const path of ['log/00000001.phl', asset, `recordings/shop/${'r'.repeat(22)}.0123456789abcdef.phr`]) {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), 'x')
  }
})
afterEach(() => rmSync(root, { recursive: true }))

const folders = ['', 'assets', 'assets/shop', 'log', 'recordings', 'recordings/shop']

/** Which folders are synced until `isDone` of the folder that is made. */
function watch(to: string, isDone: () => boolean) {
  const above: string[] = []
  const within: string[] = []
  const sync = (folder: string): void => {
    if (isDone()) return
    const name = relative(to, folder)
    if (name.startsWith('..')) above.push(relative(root, folder))
    else within.push(name)
  }
  return { above, within, sync }
}

test('L22: before a backup has its list, the names of all its files and folders last', async () => {
  const to = join(root, 'far', 'backup')
  const { above, within, sync } = watch(to, () => existsSync(join(to, 'manifest.ndjson')))
  await createBackup({ dir, to }, sync)
  expect(readdirSync(to)).toContain('manifest.ndjson')
  expect(within.sort()).toEqual(folders)
  expect(above).toEqual(['far', ''])
})

test('L22: before the mark of a restore goes, the names of all its files and folders last', async () => {
  const backupDir = join(root, 'backup')
  await createBackup({ dir, to: backupDir })
  const to = join(root, 'far', 'data')
  const { above, within, sync } = watch(to, () => existsSync(join(to, 'log')) && !existsSync(join(to, 'restoring')))
  await restoreBackup({ backupDir, dir: to }, sync)
  expect(readdirSync(to)).not.toContain('restoring')
  expect(within.sort()).toEqual(folders)
  expect(above).toEqual(['far', ''])
})
