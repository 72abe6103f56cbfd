import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepNamed, openAssetVault } from './asset-vault.ts'
import { openDirectory } from './bytes/directory.ts'
import { hashChunk } from './log/record.ts'

const css = Buffer.from('body { color: teal }')
const hash = hashChunk(css).toString('base64url')
let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'playhead-vault-'))))
afterEach(() => rmSync(dir, { recursive: true }))

/** `onWrite`: called while the object is being written. */
const open = (isNamed: () => boolean, onWrite: () => void = () => undefined) =>
  keepNamed(openAssetVault(openDirectory(dir, async () => onWrite())), async () => isNamed())

test('L10: what no chunk names is not kept', async () => {
  const vault = open(() => false)
  expect(await vault.put('shop', hash, 'text/css', css)).toBe(false)
  expect(await vault.check('shop', hash)).toBe('none')
})

test('L23: what nobody names any more once it is written goes again, and what is named by then stays', async () => {
  let isNamed = true
  const vault = open(
    () => isNamed,
    () => (isNamed = false),
  )
  expect(await vault.put('shop', hash, 'text/css', css)).toBe(false)
  expect([await vault.has('shop', hash), await vault.check('shop', hash)]).toEqual([false, 'none'])

  const named = open(() => true)
  expect(await named.put('shop', hash, 'text/css', css)).toBe(true)
  expect(await named.remove('shop', hash)).toBe(false)
  expect(await named.check('shop', hash)).toBe('whole')
  expect(await named.remove('shop', hash, async () => false)).toBe(true)
  expect(await named.has('shop', hash)).toBe(false)
})
