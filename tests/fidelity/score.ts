/** How one recorder and its player did in one case. */
export interface Verdict {
  /** Share of content pixels that are wrong, 0 … 1, by checkpoint: forward, then backward. */
  readonly wrong: readonly number[]
  /** Addresses of the recorded site that the replay asked for. */
  readonly requests: readonly string[]
  /** Why there is no picture of some or all. */
  readonly error: string
}

/** Glyph edges apart, the same picture. */
const exactShare = 0.005
const failedShare = 0.5

/** 100 less the mean share of wrong content pixels, in %. What did not show is all wrong. */
export const scoreOf = ({ wrong, error }: Verdict): number =>
  error || !wrong.length ? 0 : 100 - (100 * wrong.reduce((sum, share) => sum + share, 0)) / wrong.length
export const isExact = ({ wrong, error }: Verdict): boolean => !error && wrong.length > 0 && wrong.every((share) => share < exactShare)
/** More than half of the content was wrong at some checkpoint, or nothing was shown. */
export const isFailed = ({ wrong, error }: Verdict): boolean => !!error || wrong.some((share) => share > failedShare)

export interface Totals {
  readonly mean: number
  readonly exact: number
  readonly failed: number
  readonly requests: number
  readonly cases: number
}

export function totalsOf(verdicts: readonly Verdict[]): Totals {
  return {
    mean: verdicts.reduce((sum, verdict) => sum + scoreOf(verdict), 0) / Math.max(1, verdicts.length),
    exact: verdicts.filter(isExact).length,
    failed: verdicts.filter(isFailed).length,
    requests: verdicts.reduce((sum, { requests }) => sum + requests.length, 0),
    cases: verdicts.length,
  }
}
