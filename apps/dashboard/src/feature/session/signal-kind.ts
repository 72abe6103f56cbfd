/** What people call a signal, in one place for badges, ticks, filters and lists. */
interface Look {
  readonly label: string
  readonly colour: string
}
const looks: Record<string, Look> = {
  page: { label: 'page view', colour: 'var(--signal-page)' },
  track: { label: 'custom event', colour: 'var(--signal-click)' },
  click: { label: 'click', colour: 'var(--signal-click)' },
  'rage-click': { label: 'rage click', colour: 'var(--signal-trouble)' },
  'dead-click': { label: 'dead click', colour: 'var(--signal-trouble)' },
  'dead-affordance': { label: 'false affordance', colour: 'var(--signal-trouble)' },
  'slow-click': { label: 'slow click', colour: 'var(--signal-trouble)' },
  'quick-back': { label: 'quick back', colour: 'var(--signal-trouble)' },
  'form-abandoned': { label: 'form abandoned', colour: 'var(--signal-form)' },
  'error-click': { label: 'error click', colour: 'var(--signal-error)' },
  error: { label: 'JavaScript error', colour: 'var(--signal-error)' },
  'console-error': { label: 'console error', colour: 'var(--signal-error)' },
  'request-failed': { label: 'failed request', colour: 'var(--signal-network)' },
}

export const lookOf = (kind: string): Look => looks[kind] ?? { label: kind.replaceAll('-', ' '), colour: 'var(--signal-page)' }

/** Signals that a person would look for, worst first. */
export const troubleKinds: readonly string[] = [
  'rage-click',
  'error-click',
  'error',
  'dead-click',
  'request-failed',
  'form-abandoned',
  'quick-back',
  'slow-click',
  'console-error',
  'dead-affordance',
]
