import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A control group that holds a process and its children to so much memory, page cache included. */
export interface MemoryLimit {
  /** Runs a command in it: put before the command. */
  readonly under: readonly string[]
  /** How often one of them was ended because there was no more. */
  kills(): number
  close(): void
}

/** Null where no group can be made: without the rights, or without control groups. */
export function createMemoryLimit(limitBytes: number): MemoryLimit | null {
  const isSecond = existsSync('/sys/fs/cgroup/cgroup.controllers')
  const dir = join('/sys/fs/cgroup', isSecond ? '' : 'memory', `playhead-bench-${process.pid}`)
  try {
    mkdirSync(dir)
    writeFileSync(join(dir, isSecond ? 'memory.max' : 'memory.limit_in_bytes'), String(limitBytes))
  } catch {
    return null
  }
  const events = join(dir, isSecond ? 'memory.events' : 'memory.oom_control')
  return {
    under: ['sh', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', dir],
    kills: () => Number(/^oom_kill (\d+)/m.exec(readFileSync(events, 'latin1'))?.[1] ?? 0),
    close: () => rmdirSync(dir),
  }
}
