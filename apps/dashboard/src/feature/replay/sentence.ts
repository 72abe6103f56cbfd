import type { TimedSignal } from '@playhead/player'
import { formatDuration } from '../../ui/time.ts'

export type StoryKind = 'page' | 'click' | 'error' | 'network' | 'console' | 'form' | 'signal' | 'other'
/** A derived signal, as the session's row has it; `ms` since its start. */
export interface DerivedMark {
  readonly ms: number
  readonly kind: string
}
export interface StoryLine {
  readonly atMs: number
  /** Of the last of the repeats that this line stands for; else `atMs`. */
  readonly untilMs: number
  readonly count: number
  readonly kind: StoryKind
  /** What happened, as a person would say it. */
  readonly says: string
  /** The thing itself: element, page, message. */
  readonly what: string
  /** Tells elements of one name apart; empty where `what` says it all. */
  readonly element: string
  /** How it ended, after the thing: "3 times with no response", ", answered after 1.3 s". */
  readonly end: string
  readonly isTrouble: boolean
  readonly tab: string
}

/** The whole line as one sentence. */
export const sentenceOf = ({ says, what, end }: Pick<StoryLine, 'says' | 'what' | 'end'>): string =>
  [says, what, end].filter(Boolean).join(' ').replace(' ,', ',')

/** What derived signals add: a dead or slow click is told with the click itself. */
const derived: Record<string, [kind: StoryKind, says: string]> = {
  'rage-click': ['signal', 'Rage click on'],
  'error-click': ['signal', 'An error followed the click on'],
  'quick-back': ['signal', 'Went straight back'],
  'form-abandoned': ['signal', 'Left the form unsent'],
}

/** Each of a session's events as a sentence, in order of time. What is only plumbing (pointer paths, assets, …) is left out. */
export function eventsFrom(signals: readonly TimedSignal[], marks: readonly DerivedMark[] = []): StoryLine[] {
  const answers = new Map<string, Extract<TimedSignal, { type: 'response' }>>()
  for (const signal of signals) if (signal.type === 'response') answers.set(`${signal.tab} ${signal.ordinal}`, signal)
  const lines: StoryLine[] = []
  let lastPage = ''
  for (const [index, signal] of signals.entries()) {
    // Every page that goes is hidden first: only looking away without leaving is worth telling.
    if (signal.type === 'visibility' && isLeaving(signals, index)) continue
    const line = tell(signal, answers.get(signal.type === 'click' ? `${signal.tab} ${signal.ordinal}` : ''))
    if (!line) continue
    // A load and the route change that the site makes at once are one visit to a person.
    if (signal.type === 'page') {
      const page = `${signal.tab} ${line.what}`
      if (page === lastPage && signal.kind === 'route') continue
      lastPage = page
    }
    const { atMs, tab } = signal
    const element =
      signal.type === 'click' ? signal.key || String(signal.id) : signal.type === 'form' ? `${signal.form} ${signal.field}` : ''
    lines.push({ atMs, untilMs: atMs, count: 1, tab, element, ...line })
  }
  const clicks = lines.filter(({ kind }) => kind === 'click')
  for (const { ms, kind } of marks) {
    const [lineKind, says] = derived[kind] ?? []
    if (!lineKind || !says) continue
    // A mark stands at its click. While the part of the recording that holds it is not read, or where that is lost, the click
    // before it is another's: then the line says what happened, and not on what.
    const click = says.endsWith(' on') ? clicks.find(({ atMs }) => Math.abs(atMs - ms) <= 1) : undefined
    const told = click || !says.endsWith(' on') ? says : says.slice(0, -3)
    const part = { what: click?.what ?? '', element: click?.element ?? '', end: '', isTrouble: true, tab: click?.tab ?? '' }
    lines.push({ atMs: ms, untilMs: ms, count: 1, kind: lineKind, says: told, ...part })
  }
  return lines.sort((a, b) => a.atMs - b.atMs)
}

const isLeaving = (signals: readonly TimedSignal[], index: number): boolean => {
  const { atMs } = signals[index]!
  for (const next of signals.slice(index + 1)) {
    if (next.atMs - atMs > leavingMs) return false
    if (next.type === 'page' || next.type === 'end') return true
  }
  return index === signals.length - 1
}
const leavingMs = 1500

type Told = Pick<StoryLine, 'kind' | 'says' | 'what' | 'end' | 'isTrouble'>
const told = (kind: StoryKind, says: string, what = '', isTrouble = false, end = ''): Told => ({ kind, says, what, end, isTrouble })

function tell(signal: TimedSignal, answer: Extract<TimedSignal, { type: 'response' }> | undefined): Told | null {
  switch (signal.type) {
    case 'page':
      return told(
        'page',
        signal.kind === 'reload' ? 'Reloaded' : signal.kind === 'back-forward' ? 'Went back to' : 'Went to',
        pathOf(signal.url),
      )
    case 'click':
      return tellClick(signal, answer)
    case 'error':
      return told('error', signal.kind === 'resource' ? 'Could not load' : 'Error', signal.message || signal.source, true)
    case 'console':
      return signal.level === 'error' || signal.level === 'warn'
        ? told('console', signal.level === 'error' ? 'Console error' : 'Console warning', signal.message, signal.level === 'error')
        : told('console', 'Console', signal.message)
    case 'request': {
      const isTrouble = signal.status === 0 || signal.status >= 400
      return told('network', `${signal.method} ${signal.status || 'failed'}, ${signal.durationMs} ms`, pathOf(signal.url), isTrouble)
    }
    case 'form':
      return tellForm(signal)
    case 'hesitation':
      return told('other', `Hesitated ${formatDuration(signal.restMs)} over`, signal.name || unnamed)
    case 'identify':
      return told('other', 'Is user', signal.user)
    case 'track':
      return told('other', 'Event', signal.name)
    case 'experiment':
      return told('other', `Experiment ${signal.name}:`, signal.variant)
    case 'visibility':
      return told('other', signal.state === 'hidden' ? 'Looked away' : signal.state === 'visible' ? 'Came back' : `Page ${signal.state}`)
    case 'longTask':
      return signal.durationMs >= 1000 ? told('other', 'Page frozen for', formatDuration(signal.durationMs)) : null
    case 'end':
      return told('other', endings[signal.reason])
    default:
      return null
  }
}

/** Why a tab's recording ended. */
const endings: Readonly<Record<Extract<TimedSignal, { type: 'end' }>['reason'], string>> = {
  pagehide: 'Left the page',
  stop: 'The recording was stopped in this tab',
  withdraw: 'Consent was withdrawn',
  idle: 'Nothing happened in this tab for long: its recording ended',
  roll: 'Another session began',
  limit: 'The session was as long as one may be',
}

function tellClick(click: Extract<TimedSignal, { type: 'click' }>, answer: Extract<TimedSignal, { type: 'response' }> | undefined): Told {
  const did = click.pointer === 'mouse' ? 'Clicked' : 'Tapped'
  const what = click.name || `${unnamed}${click.tag && ` (${click.tag})`}`
  if (click.interactive && answer?.kind === 'none') return told('click', did, what, true, 'with no response')
  if (answer && answer.kind !== 'none' && answer.afterMs >= 1000)
    return told('click', did, what, true, `, answered after ${(answer.afterMs / 1000).toFixed(1)} s`)
  return told('click', did, what)
}

function tellForm({ action, formName, fieldName, fieldType }: Extract<TimedSignal, { type: 'form' }>): Told | null {
  if (action === 'submit') return told('form', 'Submitted', formName || 'a form without a name')
  const field = fieldName || formName
  if (action === 'invalid') return told('form', field ? 'Not accepted' : 'Not accepted:', field || unlabelled, true)
  if (action !== 'change') return null
  if (!/radio|checkbox|select/.test(fieldType ?? '')) return told('form', 'Filled in', field || unlabelled)
  return told('form', field ? 'Chose' : 'Chose in', field || unlabelled)
}
const unnamed = 'an element without a name'
const unlabelled = 'a field without a label'

/** The path of an address: the rest is the same on every line. */
export function pathOf(url: string): string {
  try {
    const { pathname, search, hash } = new URL(url)
    return pathname + search + hash
  } catch {
    return url
  }
}
