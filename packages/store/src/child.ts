import { type ChildProcess, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

/** From sources a child runs through tsx; in a bundle it lies beside it as `<name>.mjs`. */
export function childEntry(name: 'index-child' | 'finish-child'): { path: string; execArgv: string[]; cwd: string } {
  const bundled = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  return existsSync(bundled) ? { path: bundled, execArgv: [], cwd } : { path: source, execArgv: ['--import', 'tsx'], cwd }
}

/** How long what was killed may take to be gone. */
const goneMs = 5_000

/** Ends the process that left its id in a file, if it is still the one that was started for `dir`: the number may be another's by now. */
export async function endLeftOver(pidFile: string, dir: string): Promise<void> {
  const pid = Number(readText(pidFile))
  const words = Number.isInteger(pid) && pid > 0 ? wordsOf(pid) : ''
  if (!words.includes('index-child') || !words.includes(dir)) return
  try {
    process.kill(pid, 'SIGKILL')
    for (const endMs = Date.now() + goneMs; Date.now() < endMs; await new Promise((resolve) => setTimeout(resolve, 20)))
      process.kill(pid, 0)
  } catch {
    // It is gone.
  }
}

/** The command line of a process; empty where there is none. */
function wordsOf(pid: number): string {
  if (existsSync('/proc/self/cmdline')) return readText(`/proc/${pid}/cmdline`)
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Where there is not enough CPU for all: chunks are acknowledged first, then indexed, then made into recording files. */
const niceness = { index: 5, finish: 10 } as const

export function makeYield({ pid }: ChildProcess, work: keyof typeof niceness): void {
  if (pid === undefined) return
  try {
    setPriority(pid, niceness[work])
  } catch {
    // It is over already, or this system has no priorities: then it goes without.
  }
}
