import type { SessionSignal, SessionSignalOf } from '@playhead/analysis'

export type ConsoleLevel = SessionSignalOf<'console'>['level']

/** What the console of the page showed: a call or an error nobody caught, once for as often as it came in a row. */
export interface ConsoleLine {
  readonly atMs: number
  readonly lastMs: number
  readonly tab: string
  readonly level: ConsoleLevel
  readonly message: string
  /** Empty but for errors that nobody caught. */
  readonly stack: string
  readonly count: number
}

export function consoleLinesOf(signals: readonly SessionSignal[]): ConsoleLine[] {
  const lines: ConsoleLine[] = []
  for (const signal of signals) {
    const line = lineFrom(signal)
    if (!line) continue
    const last = lines.at(-1)
    if (last && isSame(last, line)) lines[lines.length - 1] = { ...last, lastMs: line.atMs, count: last.count + 1 }
    else lines.push(line)
  }
  return lines
}

function lineFrom(signal: SessionSignal): ConsoleLine | null {
  const { atMs, tab } = signal
  if (signal.type === 'console') {
    const { level, message } = signal
    return { atMs, lastMs: atMs, tab, level, message, stack: '', count: 1 }
  }
  if (signal.type !== 'error') return null
  return { atMs, lastMs: atMs, tab, level: 'error', message: errorMessageOf(signal), stack: signal.stack, count: 1 }
}

/** An error as a browser's console words it. */
export function errorMessageOf({ kind, message, source }: SessionSignalOf<'error'>): string {
  if (kind === 'resource') return `Could not load <${message}> ${source}`
  const text = message || 'An error without a message'
  return kind === 'rejection' ? `Unhandled rejection: ${text}` : kind === 'captured' ? `Captured: ${text}` : text
}

const isSame = (a: ConsoleLine, b: ConsoleLine): boolean =>
  a.tab === b.tab && a.level === b.level && a.message === b.message && a.stack === b.stack

/** An error that the page wrote. */
export type Written = Pick<ConsoleLine, 'atMs' | 'tab' | 'message'>

/** The line that holds it. */
export const lineAt = (lines: readonly ConsoleLine[], { atMs, tab, message }: Written): ConsoleLine | undefined =>
  lines.find((line) => line.level === 'error' && line.tab === tab && line.message === message && line.atMs <= atMs && atMs <= line.lastMs)

export type LevelChoice = 'all' | 'error' | 'warn' | 'log'
const chosen: Record<LevelChoice, (level: ConsoleLevel) => boolean> = {
  all: () => true,
  error: (level) => level === 'error',
  warn: (level) => level === 'warn',
  log: (level) => level !== 'error' && level !== 'warn',
}

/** Lines of a level that a text stands in, in their message or stack. */
export function filterLines(lines: readonly ConsoleLine[], level: LevelChoice, search: string): readonly ConsoleLine[] {
  const wanted = search.trim().toLowerCase()
  if (level === 'all' && !wanted) return lines
  return lines.filter((line) => chosen[level](line.level) && `${line.message}\n${line.stack}`.toLowerCase().includes(wanted))
}
