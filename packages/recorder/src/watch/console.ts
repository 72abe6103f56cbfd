import type { Scope } from '../scope.ts'
import { errorName } from './error.ts'

/** Console calls: the level, and what was said with its arguments masked. */
export function watchConsole(scope: Scope): void {
  if (!scope.options.console) return
  const { privacy } = scope
  /** A second call may come from what a call does. */
  let isBusy = false
  const say = (value: unknown, index: number): string => {
    if (typeof value === 'string') return index ? privacy.maskedText(value.slice(0, 300)) : privacy.strictText(value.slice(0, 500))
    if (value instanceof Error) return `${errorName(value.name)}: ${privacy.strictText(String(value.message).slice(0, 300))}`
    return value === null || typeof value !== 'object' ? `[${typeof value}]` : scope.describe(value)
  }
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    scope.patch(scope.window.console, level, (_, args) => {
      if (isBusy) return
      isBusy = true
      try {
        scope.emit({ type: 'console', level, message: args.slice(0, 10).map(say).join(' ') })
      } finally {
        isBusy = false
      }
    })
}
