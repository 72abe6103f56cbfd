import { createId, type EventOf } from '@playhead/wire'
import { pageUrl } from '../privacy/url.ts'
import type { Scope } from '../scope.ts'

type PageKind = EventOf<'page'>['kind']

export interface NavigationWatcher {
  /** Begins a page view of its own, as a site may ask for. */
  page(name?: string): void
}

/** Page views: document loads and the route changes of single-page applications. */
export function watchNavigation(scope: Scope, firstKind: PageKind | null, seal: () => void): NavigationWatcher {
  const { window, document } = scope
  let path = ''
  function tell(kind: PageKind, name?: string): void {
    path = window.location.pathname
    if (kind === 'route') {
      // What was seen and done so far belongs to the view that ends.
      scope.beforeSeal(true)
      seal()
    }
    scope.view = createId()
    scope.emit({
      type: 'page',
      view: scope.view,
      url: pageUrl(window.location.href),
      title: scope.privacy.text(name ?? document.title),
      kind,
    })
  }
  function note(): void {
    scope.respond('navigation')
    if (scope.privacy.tighten()) scope.requestKeyframe()
    if (window.location.pathname !== path) tell('route')
  }
  if (firstKind) tell(firstKind)
  else {
    path = window.location.pathname
    scope.view = createId()
  }
  for (const name of ['pushState', 'replaceState']) scope.patch(window.History.prototype, name, note)
  scope.listen(window, 'popstate hashchange', note)
  scope.listen(window, 'pageshow', (event) => {
    if ((event as PageTransitionEvent).persisted) tell('restore')
  })
  return { page: (name) => tell('route', name) }
}

/** How this document came to be shown. */
export function loadKind(window: Window & typeof globalThis): PageKind {
  const [entry] = window.performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return entry?.type === 'reload' ? 'reload' : entry?.type === 'back_forward' ? 'back-forward' : 'load'
}
