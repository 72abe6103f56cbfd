import type { TimedSignal } from '@playhead/player'

type Level = Extract<TimedSignal, { type: 'start' }>['privacy']

/** How the visitor's browser masked the page before anything left it, and what a site says to show more. */
export interface Masking {
  readonly level: Level
  readonly says: string
  readonly mend: string
}

const typed = 'What is typed stays masked until a `data-playhead-unmask` says otherwise; passwords and cards always.'
const words: Readonly<Record<Level, Omit<Masking, 'level'>>> = {
  strict: {
    says: 'Every text is masked in the visitor’s browser: `x` stands for a letter, `0` for a digit. What it said was never sent.',
    mend: 'For the sessions to come: `data-playhead-unmask` on what may be read, or `data-privacy="balanced"` in the script tag.',
  },
  balanced: {
    says: 'Text that looks personal is masked in the visitor’s browser: `x` stands for a letter, `0` for a digit. What it said was never sent.',
    mend: typed,
  },
  relaxed: { says: 'Text is shown; what is typed is masked in the visitor’s browser.', mend: typed },
}

/** Null: how it began is not known (yet), or not told. */
export function maskingFrom(signals: readonly TimedSignal[]): Masking | null {
  const start = signals.find((signal) => signal.type === 'start')
  return start ? { level: start.privacy, ...words[start.privacy] } : null
}
