import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { newerData } from '../error.ts'
import { makeFolder } from '../sync-folder.ts'

/** What a log file begins with: magic, then the format's version. @see docs/storage-format.md#L3 */
export const fileHead: Buffer = Buffer.from('PLAYHEAD-LOG\0\x01\0\0', 'latin1')
const versionAt = 13

export const fileName = (number: number): string => `${String(number).padStart(8, '0')}.phl`
export const filePath = (dir: string, number: number): string => join(dir, 'log', fileName(number))

/** Numbers of the log files there are, ascending. */
export function listFiles(dir: string): number[] {
  makeFolder(join(dir, 'log'))
  return readdirSync(join(dir, 'log'))
    .flatMap((name) => (/^\d{8}\.phl$/.test(name) ? [Number(name.slice(0, 8))] : []))
    .sort((a, b) => a - b)
}

/** Throws StoreError `newer-data` for a log file of a later format. */
export function checkHead(head: Buffer, name: string): void {
  const version = head[versionAt]
  if (head.length >= fileHead.length && head.subarray(0, versionAt).equals(fileHead.subarray(0, versionAt)) && version! > 1)
    throw newerData(`The log file ${name}`, `format ${version}`)
}
