import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** How long what was killed may take to be gone. */
const goneMs = 5_000

/** Ends the index process of `dir` that left its id in a file, and outlived its server. False: it cannot be ended. */
export async function endLeftOver(pidFile: string, dir: string): Promise<boolean> {
  const pid = Number(readText(pidFile))
  if (!Number.isInteger(pid) || pid <= 0 || isMine(pid) || !isIndexOf(pid, dir)) return true
  try {
    process.kill(pid, 'SIGKILL')
    for (const endMs = Date.now() + goneMs; Date.now() < endMs; await new Promise((resolve) => setTimeout(resolve, 20)))
      process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** A container counts from 1 again at each start: the number may be this process's now, or that of a thread of it. */
const isMine = (pid: number): boolean => pid === process.pid || existsSync(`/proc/self/task/${pid}`)

/** Whether a process is, by its command line, what was started for `dir`: its number may be any other's by now. */
function isIndexOf(pid: number, dir: string): boolean {
  // Where there is neither, nothing is known of it.
  const line = existsSync('/proc/self/cmdline')
    ? readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
    : (spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '')
  return line.includes('index-child') && line.trimEnd().endsWith(` ${dir}`)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
