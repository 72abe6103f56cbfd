import { recordCss } from '../privacy/css.ts'
import { findAll } from '../privacy/privacy.ts'
import type { Scope } from '../scope.ts'

/** Style sheets that scripts edit: the owner's whole live text, once per frame. */
export function watchSheet(scope: Scope): void {
  const { window, document, privacy } = scope
  const touched = new Set<CSSStyleSheet>()
  const roots = new Set<Document | ShadowRoot>()
  const adopted = new WeakMap<Document | ShadowRoot, readonly CSSStyleSheet[]>()
  const request = scope.onFrame(tell)

  function textOf(sheets: Iterable<CSSStyleSheet>): string {
    let css = ''
    for (const sheet of sheets) for (const rule of sheet.cssRules) css += `${rule.cssText}\n`
    if (privacy.level > 1 && privacy.tokens.learn(css)) scope.requestKeyframe()
    return recordCss(css, document.baseURI, privacy.level, scope.onCssUrl)
  }
  function tell(): void {
    for (const root of roots) {
      const now = [...(root.adoptedStyleSheets ?? [])]
      const before = adopted.get(root) ?? []
      if (now.length === before.length && now.every((sheet, i) => sheet === before[i] && !touched.has(sheet))) continue
      adopted.set(root, now)
      const owner = root === document ? 0 : scope.idOf(root)
      if (root === document || owner) scope.emit({ type: 'sheet', owner, css: textOf(now) })
      else roots.delete(root)
    }
    for (const sheet of touched) {
      const owner = scope.idOf(sheet.ownerNode)
      if (owner) scope.emit({ type: 'sheet', owner, css: textOf([sheet]) })
    }
    touched.clear()
  }
  function note(owner: unknown): void {
    const sheet = owner instanceof window.CSSRule ? owner.parentStyleSheet : (owner as CSSStyleSheet)
    if (sheet) touched.add(sheet)
    request()
  }
  for (const name of ['insertRule', 'deleteRule', 'replaceSync', 'addRule', 'removeRule'])
    scope.patch(window.CSSStyleSheet.prototype, name, note)
  scope.patch(
    window.CSSStyleSheet.prototype,
    'replace',
    (sheet, _, done) =>
      void (done as Promise<unknown>).then(
        () => note(sheet),
        () => undefined,
      ),
  )
  for (const name of ['insertRule', 'deleteRule']) scope.patch(window.CSSGroupingRule?.prototype, name, note)
  for (const type of [window.Document, window.ShadowRoot]) scope.patchSetter(type.prototype, 'adoptedStyleSheets', () => request())

  scope.onArrive.push((arrived) => {
    for (const root of arrived)
      if (root.nodeType === 9 || root.nodeType === 11) {
        roots.add(root as Document | ShadowRoot)
        adopted.delete(root as Document | ShadowRoot)
      }
    // A `<style>` without text that has rules was filled by a script.
    for (const style of findAll(arrived, 'style') as Iterable<HTMLStyleElement>)
      if (!style.textContent?.trim() && style.sheet?.cssRules.length) touched.add(style.sheet)
    tell()
  })
  // `adoptedStyleSheets.push(…)` calls nothing that could be watched.
  scope.onSeal.push(tell)
}
