import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

/** From sources a child runs through tsx; in a bundle it lies beside it as `<name>.mjs`. */
export function childEntry(name: 'index-child' | 'finish-child'): { path: string; execArgv: string[]; cwd: string } {
  const bundled = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  return existsSync(bundled) ? { path: bundled, execArgv: [], cwd } : { path: source, execArgv: ['--import', 'tsx'], cwd }
}

/**
 * By how much each is nicer than this process. Where there is not enough CPU for all, chunks are acknowledged first, then indexed
 * and asked for (chDB's answers come from the process that indexes), then made into recording files.
 */
const niceness = { index: 5, finish: 10 } as const
const nicest = 19

export function makeYield({ pid }: ChildProcess, work: keyof typeof niceness): void {
  if (pid === undefined) return
  try {
    setPriority(pid, Math.min(nicest, getPriority() + niceness[work]))
  } catch {
    // It is over already, or this system has no priorities: then it goes without.
  }
}
