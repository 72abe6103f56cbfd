import type { Scope } from '../scope.ts'

export function watchViewport(scope: Scope): void {
  const { window } = scope
  const request = scope.onFrame(() =>
    scope.emit({ type: 'viewport', width: window.innerWidth, height: window.innerHeight, pixelRatio: window.devicePixelRatio }),
  )
  scope.listen(window, 'resize', request)
  request()
}
