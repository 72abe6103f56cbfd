import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempDir } from '../test/fixture.ts'
import { makePrivateDir } from './private-dir.ts'

let dir: string
beforeEach(() => void (dir = tempDir()))
afterEach(() => rmSync(dir, { recursive: true }))

test('L1: a data directory that is made lasts, and so do the folders above it that were not there', () => {
  const made = (path: string): string[] => {
    const synced: string[] = []
    makePrivateDir(path, (folder) => synced.push(folder))
    return synced
  }
  expect(made(join(dir, 'a/b/data'))).toEqual([join(dir, 'a/b'), join(dir, 'a'), dir])
  expect(made(join(dir, 'a/b/data'))).toEqual([])
  expect(made(join(dir, 'a/data/'))).toEqual([join(dir, 'a')])
  mkdirSync(join(dir, 'there'))
  expect(made(join(dir, 'there'))).toEqual([])
  // With the sync that it really has.
  makePrivateDir(join(dir, 'c/data'))
  expect(statSync(join(dir, 'c/data')).mode & 0o777).toBe(0o700)
})
