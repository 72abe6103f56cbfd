import type { EventOf } from '@playhead/wire'
import { pageUrl, recordUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'

export interface ErrorWatcher {
  tell(
    kind: EventOf<'error'>['kind'],
    error: unknown,
    where?: { source?: string; line?: number; column?: number; properties?: string | undefined },
  ): void
}

/** Uncaught errors, rejections, resources that failed. A message is text, and masked as text; its type is not. */
export function watchError(scope: Scope): ErrorWatcher {
  const { privacy, document } = scope
  /** Frames without the message above them, their addresses as templates. */
  const stackOf = (stack: string): string =>
    stack
      .split('\n')
      .filter((line) => /^\s*at |@/.test(line) && /:\d+/.test(line))
      .slice(0, 30)
      .map((line) => {
        const found = /(\w+:\/\/[^\s)]+?)(:\d+(?::\d+)?)?\)?$/.exec(line)
        const name = /^\s*at (?:async )?([\w$.<>]{1,80}) \(|^([\w$.<>]{1,80})@/.exec(line)
        return `at ${name?.[1] ?? name?.[2] ?? '?'} (${found ? pageUrl(found[1]!) + (found[2] ?? '') : '?'})`
      })
      .join('\n')
  const tell: ErrorWatcher['tell'] = (kind, thrown, where = {}) => {
    const error = thrown as Partial<Error> | null
    const text = typeof thrown === 'object' && thrown ? (error?.message ?? '') : String(thrown)
    const type = typeof error?.name === 'string' && /^[A-Z]\w{0,39}$/.test(error.name) ? `${error.name}: ` : ''
    scope.emit({
      type: 'error',
      kind,
      message: type + privacy.strictText(String(text).slice(0, 500)),
      stack: stackOf(String(error?.stack ?? '')),
      source: where.source ? pageUrl(where.source, document.baseURI) : '',
      line: where.line ?? 0,
      column: where.column ?? 0,
      properties: where.properties,
    })
  }
  scope.listen(scope.window, 'error', (event) => {
    const { target, error, message, filename, lineno, colno } = event as ErrorEvent
    if (target === scope.window) tell('error', error ?? message, { source: filename, line: lineno, column: colno })
    else {
      const url = (target as HTMLImageElement).src || (target as unknown as HTMLLinkElement).href
      if (typeof url === 'string' && url)
        scope.emit({
          type: 'error',
          kind: 'resource',
          message: (target as Element).localName,
          stack: '',
          source: recordUrl(url),
          line: 0,
          column: 0,
        })
    }
  })
  scope.listen(scope.window, 'unhandledrejection', (event) => tell('rejection', (event as PromiseRejectionEvent).reason))
  return { tell }
}
