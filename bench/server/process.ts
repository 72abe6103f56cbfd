import { readdirSync, readFileSync } from 'node:fs'

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // It ended meanwhile.
    return ''
  }
}

/** CPU µs that all threads of a process have run, from the scheduler (ns): ticks of /proc/…/stat are 10 ms long. */
export function cpuUs(pid: number): number {
  let ns = 0
  for (const task of tasksOf(pid)) ns += Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0])
  return ns / 1000
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** Processes that a process has started, and theirs; one that ends meanwhile has none. */
export function childrenOf(pid: number): number[] {
  const own = tasksOf(pid).flatMap((task) => read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number))
  return own.flatMap((child) => [child, ...childrenOf(child)])
}

/** Resident memory, MB (10⁶ bytes); 0 once it has ended. */
export const residentMb = (pid: number): number => (Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024) / 1e6

/** Open file handles: files, sockets, pipes. */
export const handleCount = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length
