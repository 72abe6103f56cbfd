import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How the disk under the log fails. */
export type DiskFault = 'sync' | 'write' | 'torn' | 'full'

/** A disk under the log's files that fails when it is told to. */
export interface FailingDisk {
  /** For the server's environment. */
  readonly env: Readonly<Record<string, string>>
  set(fault: DiskFault | null): void
  /** Files that were synced again after a sync of theirs had failed: their data may be gone, and nobody told. */
  syncedAgain(): string[]
  failed(): { writes: number; syncs: number }
}

/** Null where there is no C compiler. */
export function createFailingDisk(dir: string): FailingDisk | null {
  const source = join(dirname(fileURLToPath(import.meta.url)), 'disk-shim.c')
  const shim = join(dir, 'disk-shim.so')
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', shim, source, '-ldl'], { stdio: 'pipe' })
  if (made.status !== 0) return null
  const control = join(dir, 'fault')
  const log = join(dir, 'fault.log')
  writeFileSync(control, '')
  const lines = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [])
  return {
    env: { LD_PRELOAD: shim, FAULT_CONTROL: control, FAULT_LOG: log },
    set: (fault) => writeFileSync(control, fault ?? ''),
    syncedAgain() {
      const bad = new Set<string>()
      const again = new Set<string>()
      for (const line of lines()) {
        const [what, path] = line.split(' ') as [string, string]
        if (what === 'failed-sync') bad.add(path)
        if (what === 'sync' && bad.has(path)) again.add(path)
      }
      return [...again]
    },
    failed: () => ({
      writes: lines().filter((line) => line.startsWith('failed-write')).length,
      syncs: lines().filter((line) => line.startsWith('failed-sync')).length,
    }),
  }
}

/** A disk of so many MiB of its own, or null where this user may not mount one. */
export function mountDisk(dir: string, sizeMiB: number): { unmount(): void } | null {
  mkdirSync(dir, { recursive: true })
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=0700`, 'tmpfs', dir], { stdio: 'pipe' })
  if (made.status !== 0) return null
  return { unmount: () => void spawnSync('umount', ['-l', dir], { stdio: 'pipe' }) }
}
