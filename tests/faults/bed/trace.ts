import { readFileSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { type RecoveryDisk, recoveryDisk } from '../../../packages/store/src/log/recover.ts'

/** What a log writer did to its files, in order. `ack` is no operation: from there on the chunk is promised. */
export type Step =
  | { readonly op: 'create'; readonly file: string }
  | { readonly op: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly op: 'truncate'; readonly file: string; readonly sizeBytes: number }
  | { readonly op: 'remove'; readonly file: string }
  | { readonly op: 'sync'; readonly file: string }
  /** The system gave up what was not synced: any part of it may be there or not, whatever is synced later. */
  | { readonly op: 'sync-failed'; readonly file: string }
  | { readonly op: 'sync-folder' }
  | { readonly op: 'ack'; readonly place: string; readonly hash: string }

/** How often the disk under the trace fails: shares of writes and syncs. */
export interface Failing {
  readonly write: number
  readonly sync: number
}

const failure = (code: string, what: string): Error => Object.assign(new Error(`${code}: ${what}`), { code })

/** `open` for a log writer: does what is asked to real files, writes it down, and fails now and then. */
export function createTracedOpen(steps: Step[], failing: Failing): (path: string, flags: string) => Promise<FileHandle> {
  return async (path, flags) => {
    const handle = await open(path, flags)
    const file = basename(path)
    const isFolder = flags === 'r'
    if (flags.startsWith('w')) steps.push({ op: 'create', file })
    const { writev, truncate, sync, datasync } = handle
    const wrote = (at: number, bytes: Buffer): void => void steps.push({ op: 'write', file, at, bytes })
    /** A full disk takes a part, or nothing. */
    const partOf = (bytes: Buffer): Buffer =>
      Math.random() < failing.write ? bytes.subarray(0, Math.floor(Math.random() * bytes.length)) : bytes
    const synced = async (work: () => Promise<void>): Promise<void> => {
      if (!isFolder && Math.random() < failing.sync) {
        steps.push({ op: 'sync-failed', file })
        throw failure('EIO', 'sync')
      }
      await work()
      // Images have the log's folder from the beginning: that its own name is synced says nothing in them.
      if (!isFolder) steps.push({ op: 'sync', file })
      else if (file === 'log') steps.push({ op: 'sync-folder' })
    }
    handle.writev = (async (parts: Uint8Array[], at: number) => {
      const part = partOf(Buffer.concat(parts))
      if (part.length) await writev.call(handle, [part], at)
      if (part.length) wrote(at, part)
      return { bytesWritten: part.length, buffers: parts }
    }) as typeof handle.writev
    handle.write = (async (bytes: Buffer, offset: number, length: number, at: number) => {
      const all = Buffer.from(bytes.subarray(offset, offset + length))
      const part = partOf(all)
      if (part.length < all.length) throw failure('ENOSPC', 'write')
      await writev.call(handle, [all], at)
      wrote(at, all)
      return { bytesWritten: all.length, buffer: bytes }
    }) as typeof handle.write
    handle.truncate = async (sizeBytes = 0) => {
      await truncate.call(handle, sizeBytes)
      steps.push({ op: 'truncate', file, sizeBytes })
    }
    handle.sync = () => synced(() => sync.call(handle))
    handle.datasync = () => synced(() => datasync.call(handle))
    return handle
  }
}

/** Removes a file, and writes that down. */
export const createTracedRemove =
  (steps: Step[]) =>
  async (path: string): Promise<void> => {
    await rm(path)
    steps.push({ op: 'remove', file: basename(path) })
  }

const sectorBytes = 512
const happens = (share: number): boolean => Math.random() < share

interface Disk {
  /** What is there whatever happens. */
  sure: Buffer
  /** What was done since, of which any part may be there. */
  open: Step[]
  isNamed: boolean
}

/** The files as they may be after the power went behind `steps[until - 1]`: any part of what was not synced, in any shape. */
export function imageAt(steps: readonly Step[], until: number): Map<string, Buffer> {
  const disks = new Map<string, Disk>()
  for (const step of steps.slice(0, until)) {
    if (step.op === 'ack') continue
    if (step.op === 'sync-folder') for (const disk of disks.values()) disk.isNamed = true
    else if (step.op === 'create') disks.set(step.file, { sure: Buffer.alloc(0), open: [], isNamed: false })
    else if (step.op === 'remove') disks.delete(step.file)
    else {
      const disk = disks.get(step.file)!
      if (step.op === 'sync') {
        // Behind a sync that failed nothing is known of what was written before it.
        const lastFailed = disk.open.findLastIndex(({ op }) => op === 'sync-failed')
        const limbo = disk.open.slice(0, lastFailed + 1)
        disk.sure = applyAll(settle(disk.sure, limbo), disk.open.slice(lastFailed + 1))
        disk.open = []
      } else disk.open.push(step)
    }
  }
  const files = new Map<string, Buffer>()
  for (const [file, disk] of disks) if (disk.isNamed || happens(0.7)) files.set(file, settle(disk.sure, disk.open))
  return files
}

/** The files as the next process sees them when only this one ends behind `steps[until - 1]`: the system keeps what was not synced. */
export function filesAt(steps: readonly Step[], until: number): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (const step of steps.slice(0, until)) {
    if (step.op === 'create') files.set(step.file, Buffer.alloc(0))
    else if (step.op === 'remove') files.delete(step.file)
    else if (step.op === 'write' || step.op === 'truncate')
      files.set(
        step.file,
        apply(files.get(step.file)!, step, () => true),
      )
  }
  return files
}

/** What recovery does to the log's files: does it, and writes it down. */
export const createTracedRecovery = (steps: Step[]): RecoveryDisk => ({
  settle(path, fromAt, toAt) {
    const file = basename(path)
    const bytes = readFileSync(path).subarray(fromAt, toAt)
    recoveryDisk.settle(path, fromAt, toAt)
    steps.push({ op: 'write', file, at: fromAt, bytes }, { op: 'truncate', file, sizeBytes: toAt }, { op: 'sync', file })
  },
  syncFolder(path) {
    recoveryDisk.syncFolder(path)
    if (basename(path) === 'log') steps.push({ op: 'sync-folder' })
  },
})

/** Everything as it was asked for. */
const applyAll = (from: Buffer, steps: readonly Step[]): Buffer => steps.reduce((bytes, step) => apply(bytes, step, () => true), from)

/** Any part of it: all, none, a beginning, or sectors here and there. */
function settle(from: Buffer, steps: readonly Step[]): Buffer {
  const shape = Math.random()
  if (shape < 0.15) return from
  if (shape < 0.3) return applyAll(from, steps)
  if (shape < 0.6) {
    const cut = Math.floor(Math.random() * (steps.length + 1))
    const bytes = applyAll(from, steps.slice(0, cut))
    const torn = steps[cut]
    if (torn?.op !== 'write') return bytes
    return apply(bytes, { ...torn, bytes: torn.bytes.subarray(0, Math.floor(Math.random() * torn.bytes.length)) }, () => true)
  }
  return steps.reduce((bytes, step) => (happens(0.25) ? bytes : apply(bytes, step, () => happens(0.7))), from)
}

function apply(from: Buffer, step: Step, keepsSector: () => boolean): Buffer {
  if (step.op === 'truncate') {
    const bytes = Buffer.alloc(step.sizeBytes)
    from.copy(bytes)
    return bytes
  }
  if (step.op !== 'write') return from
  const { at, bytes } = step
  const to = Buffer.alloc(Math.max(from.length, at + bytes.length))
  from.copy(to)
  for (let part = 0; part < bytes.length;) {
    const end = Math.min(bytes.length, part + sectorBytes - ((at + part) % sectorBytes))
    if (keepsSector()) bytes.copy(to, at + part, part, end)
    part = end
  }
  return to
}
