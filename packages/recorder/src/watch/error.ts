import type { EventOf } from '@playhead/wire'
import { pageUrl, recordUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'
import { framesOf, hasHeader } from './stack.ts'

export interface ErrorWatcher {
  tell(
    kind: EventOf<'error'>['kind'],
    error: unknown,
    where?: { source?: string; line?: number; column?: number; properties?: string | undefined },
  ): void
}

const known =
  /^(?:(?:Eval|Range|Reference|Syntax|Type|URI|Aggregate|Internal|Abort|Constraint|Data|DataClone|Encoding|HierarchyRequest|InvalidAccess|InvalidCharacter|InvalidState|Network|NotAllowed|NotFound|NotReadable|NotSupported|Operation|QuotaExceeded|Security|Timeout|Unknown|Version|Axios|ChunkLoad)?Error|DOMException)$/

/** An error's class, where it is one that everybody has: a name can be set to anything. */
export const errorName = (name: string): string => (known.test(name) ? name : 'Error')

/** Uncaught errors, rejections, resources that failed. A message is text, and masked as text; its type is not. */
export function watchError(scope: Scope): ErrorWatcher {
  const { privacy, document } = scope
  const isHeaded = hasHeader()
  const tell: ErrorWatcher['tell'] = (kind, thrown, where = {}) => {
    const error = thrown as Partial<Error> | null
    const text = typeof thrown === 'object' && thrown ? (error?.message ?? '') : String(thrown)
    const type = typeof error?.name === 'string' && error.name ? `${errorName(error.name)}: ` : ''
    scope.emit({
      type: 'error',
      kind,
      message: type + privacy.strictText(String(text).slice(0, 500)),
      stack: framesOf(String(error?.stack ?? ''), String(text), isHeaded),
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
          source: recordUrl(url, privacy.tokens.hash),
          line: 0,
          column: 0,
        })
    }
  })
  scope.listen(scope.window, 'unhandledrejection', (event) => tell('rejection', (event as PromiseRejectionEvent).reason))
  return { tell }
}
