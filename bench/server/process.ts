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
  for (const task of readdirSync(`/proc/${pid}/task`)) ns += Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0])
  return ns / 1000
}

/** Processes that a process has started, and theirs. */
export function childrenOf(pid: number): number[] {
  const own = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  )
  return own.flatMap((child) => [child, ...childrenOf(child)])
}

/** Resident memory, MB (10⁶ bytes); 0 once it has ended. */
export const residentMb = (pid: number): number => (Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024) / 1e6

/** Open file handles: files, sockets, pipes. */
export const handleCount = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length
