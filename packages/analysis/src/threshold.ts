/**
 * Every number of the rules, in one place. A changed one re-labels history: signals are computed
 * from stored facts and `reindex` computes them again.
 */
export const threshold = {
  /** Gaps between two things a visitor did count as active time up to this long. */
  activeGapMs: 30_000,
  /** No chunk for this long, and nobody is taken to be there any more. */
  liveMs: 60_000,
  /** No chunk for this long, and a viewer no longer waits for the next. */
  idleMs: 300_000,
  /** No chunk for this long, and a session is over; this long after all its tabs have ended, as a page load ends its tab, too. */
  overMs: 1_800_000,
  overAfterEndMs: 60_000,
  rage: {
    /** This many clicks, each at most `gapMs` after the last … */
    chainClicks: 3,
    gapMs: 700,
    /** … or this many within `burstMs`. */
    burstClicks: 4,
    burstMs: 1_500,
    boxPx: 40,
    /** An answer to the first click within this time: the visitor is working, not raging. */
    answeredMs: 300,
    /** Clicks from which severity is 2 and 3. */
    mediumClicks: 4,
    highClicks: 6,
  },
  /** No response within this time: dead. */
  deadMs: 2_500,
  /** First response after this time (and before `deadMs`): slow. */
  slowMs: 1_000,
  /** An error belongs to the last click before it, if it came this soon after. */
  errorAfterClickMs: 2_000,
  /** A → B → A with at most this much active time on B. */
  quickBackMs: 7_000,
  /** A button click this soon before a form goes away is taken for its submission. */
  submitClickMs: 5_000,
  /** Marks of a session's small timeline. */
  marks: 60,
} as const

/** What a signal adds to friction per step of severity; friction = 100 (1 - exp(-sum / scale)). */
export const frictionWeight = {
  'rage-click': 5,
  'error-click': 4,
  'dead-click': 3,
  'quick-back': 2,
  'dead-affordance': 1,
  'slow-click': 1,
} as const
export const frictionScale = 20

/** Up to the first a web vital is good, above the second poor; ms, CLS without unit. */
export const vitalBound = {
  LCP: [2500, 4000],
  CLS: [0.1, 0.25],
  INP: [200, 500],
  FCP: [1800, 3000],
  TTFB: [800, 1800],
} as const
