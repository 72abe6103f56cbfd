import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Child {
  readonly process: ChildProcess
  /** Its status, and the last sentence that it said on stderr; never rejects. */
  readonly ended: Promise<{ readonly status: number | null; readonly lastWords: string }>
}

/** Runs a built script of this repository, which tells its progress as a JSON object a line. */
export function startScript(script: string, words: readonly string[], onLine: (line: Readonly<Record<string, unknown>>) => void): Child {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let lastWords = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = parse(line)
    if (told) onLine(told)
  })
  createInterface({ input: child.stderr }).on('line', (line) => (lastWords = readTrouble(line) || lastWords))
  const ended = new Promise<{ status: number | null; lastWords: string }>((resolve) => {
    child.on('error', (error) => (lastWords = error.message))
    child.on('close', (status) => resolve({ status, lastWords }))
  })
  return { process: child, ended }
}

/** What went wrong comes as `{error: {message}}`; anything else is said as it is. */
const readTrouble = (line: string): string =>
  ((parse(line) as { error?: { message?: string } } | null)?.error?.message ?? line).slice(0, 300)

function parse(line: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(line) as unknown
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
