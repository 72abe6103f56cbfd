import type { Scope } from '../scope.ts'

export function watchVisibility(scope: Scope): void {
  const { document } = scope
  scope.listen(document, 'visibilitychange freeze resume', ({ type }) => {
    scope.emit({
      type: 'visibility',
      state: type === 'freeze' ? 'frozen' : type === 'resume' ? 'resumed' : document.hidden ? 'hidden' : 'visible',
    })
    scope.respond('visibility')
  })
}
