import { firstSheetId, partEnd } from '@playhead/wire'
import { recordCss } from '../privacy/css.ts'
import { findAll } from '../dom/find.ts'
import type { NewEvent, Scope } from '../scope.ts'

type Root = Document | ShadowRoot
/** A rule or a sheet: what it stands in, and what stands in it. */
interface Part {
  readonly parentRule?: Part | null
  readonly ownerRule?: Part | null
  readonly parentStyleSheet?: Part | null
  readonly cssRules?: CSSRuleList
  readonly ownerNode?: Element | null
}

/** Only text that ends where it seems to may stand beside other text. */
const endsWhole = (css: string): boolean => css.split('{').length === css.split('}').length

/** How many handed-out declarations are looked after, and looked at in a frame; how often, ms, and for how many frames after a change. */
const maxHeld = 100
const pollMs = 1000
const maxHot = 30
/** Longest text of a `<style>` that is parsed again, to see what scripts had made of it: some ms. */
const maxCompared = 100_000

const types =
  'CSSStyleSheet CSSStyleRule CSSGroupingRule CSSMediaRule CSSKeyframesRule CSSKeyframeRule CSSFontFaceRule CSSPageRule CSSNestedDeclarations'

/**
 * Style sheets that scripts edit: the owner's whole text, once per frame; as scripts wrote it, as far as it is
 * known, since the CSSOM loses shorthands that hold `var()`.
 *
 * No browser lets all setters of a declaration be watched, and `adoptedStyleSheets.push(…)` calls nothing that could
 * be. So who takes a rule's `style`, a `media` or an array is watched: what they took is compared with how it was at
 * the next frame, at each frame for a while after a change, and once a second from then on. How it was is written out when
 * it is taken first; of many, a hundred are compared in a frame.
 */
export function watchSheet(scope: Scope): void {
  const { window, document, privacy } = scope
  /** Sheets whose rules, and whose state as a whole, are not what the page's HTML says. */
  const edited = new WeakSet<object>()
  const stated = new WeakSet<CSSStyleSheet>()
  const due = new Set<CSSStyleSheet>()
  const dueRoots = new Set<Root>([document])
  /** What the reader knows a root to adopt. */
  const adopted = new Map<Root, readonly number[]>()
  /** Of constructed sheets that somebody adopts. */
  const ids = new Map<CSSStyleSheet, number>()
  let nextId = firstSheetId
  /** The text of rules, and of sheets that scripts wrote whole. */
  const written = new WeakMap<object, string>()
  /** How many rules of a `<style>` are those of its own text: to these, others were only appended. */
  const bases = new WeakMap<object, number>()
  /** What the reader has of a sheet. */
  const told = new WeakMap<CSSStyleSheet, readonly string[]>()
  /** The texts of a sheet's rules as they are now, as long as all that was done is known. */
  const live = new WeakMap<object, string[]>()
  const held = new Set<CSSRule | CSSStyleSheet>()
  /** How what is held was when it was looked at last. */
  const known = new WeakMap<object, string>()
  const request = scope.onFrame(tell)
  let isPolling = false
  let hot = 0

  /** Returns how to take it unseen. */
  function onTake<T>(target: object, name: string, hook: (self: T) => void): (self: T) => unknown {
    const get = Object.getOwnPropertyDescriptor(target, name)?.get
    scope.patch(target, name, (self) => hook(self as T), 'get')
    return (self) => get?.call(self)
  }
  const stateOf = (part: CSSRule | CSSStyleSheet): string => ('cssText' in part ? part.cssText : mediaOf(part))
  function hold(part: CSSRule | CSSStyleSheet): void {
    held.delete(part)
    held.add(part)
    if (!known.has(part)) known.set(part, stateOf(part))
    request()
    poll()
  }
  function poll(): void {
    if (isPolling || !held.size) return
    isPolling = true
    scope.later(pollMs, () => {
      isPolling = false
      tell()
      poll()
    })
  }

  /** A sheet, or a rule in one, is not what it was. */
  function note(part: unknown, splice?: (parts: string[]) => void, isAppended = false): void {
    let sheet: Part | null | undefined
    for (let at = part as Part | null | undefined; at; at = at.parentRule ?? at.ownerRule ?? at.parentStyleSheet) {
      written.delete(at)
      sheet = at
    }
    // A rule that was taken out stands in no sheet.
    if (!sheet || 'cssText' in sheet) return
    const hadText = !isAppended && bases.delete(sheet)
    const parts = live.get(sheet)
    if (parts && splice && sheet === part && !hadText) splice(parts)
    else live.delete(sheet)
    edited.add(sheet)
    touch(sheet as CSSStyleSheet)
  }
  function noteState(sheet: CSSStyleSheet): void {
    stated.add(sheet)
    touch(sheet)
  }
  function touch(sheet: CSSStyleSheet): void {
    due.add(sheet)
    request()
  }
  function write(part: object | undefined, css: string): void {
    if (part && endsWhole(css) && !css.includes('@import')) written.set(part, css)
  }
  function noteInserted(part: Part, css: string, at: number): void {
    const { ownerNode, cssRules } = part
    const rule = cssRules![at]!
    const text = ownerNode?.localName === 'style' && ownerNode.textContent
    const isLast = at === cssRules!.length - 1
    if (!edited.has(part) && text && endsWhole(text)) bases.set(part, at)
    write(rule, css)
    note(part, (parts) => parts.splice(isLast ? parts.length : at, 0, textOf(rule)), !!ownerNode && isLast)
    // Elements that are named so come, in all likelihood, in this frame.
    privacy.tokens.learn(css)
  }

  function textOf(rule: CSSRule): string {
    const text = written.get(rule) ?? rule.cssText
    written.set(rule, text)
    return text
  }
  function partsOf(sheet: CSSStyleSheet): readonly string[] {
    const whole = written.get(sheet)
    if (whole !== undefined) return [whole]
    const { cssRules } = sheet
    const base = bases.get(sheet)
    let parts = live.get(sheet)
    // Whoever changed rules unseen makes the counts differ.
    if (parts?.length !== cssRules.length - (base ?? 1) + 1) {
      parts = Array.from(cssRules).slice(base).map(textOf)
      if (base !== undefined) parts.unshift(sheet.ownerNode!.textContent)
      live.set(sheet, parts)
    }
    return [...parts]
  }
  function adoptedParts(sheet: CSSStyleSheet): readonly string[] {
    const media = sheet.disabled ? 'not all' : mediaOf(sheet)
    return media ? [`@media ${media}{${partsOf(sheet).join('')}}`] : partsOf(sheet)
  }
  /** @param base of the sheet that it is part of: a linked one has its own */
  function mask(part: string, base: string): string {
    privacy.tokens.learn(part)
    return recordCss(part.replaceAll(partEnd, ' '), base, privacy.level, privacy.tokens.hash, scope.onCssUrl)
  }
  /** Tells what the reader does not have. */
  function tellParts(owner: number, sheet: CSSStyleSheet, parts: readonly string[]): void {
    const before = told.get(sheet) ?? []
    const now = parts.length ? parts : ['']
    told.set(sheet, now)
    let at = 0
    let end = now.length
    let endBefore = before.length
    while (at < end && now[at] === before[at]) at++
    for (; end > at && endBefore > at && now[end - 1] === before[endBefore - 1]; end--) endBefore--
    if (at === end && at === endBefore) return
    const base = sheet.href ?? document.baseURI
    const css =
      at < end
        ? now
            .slice(at, end)
            .map((part) => mask(part, base))
            .join(partEnd)
        : undefined
    if (endBefore - at < before.length) scope.emit({ type: 'sheetEdit', owner, index: at, removed: endBefore - at, css })
    else scope.emit({ type: 'sheet', owner, css: css! })
  }

  /** However many adopt a sheet, it is told once. */
  function share(sheet: CSSStyleSheet): number {
    if (!ids.has(sheet)) {
      ids.set(sheet, nextId++)
      told.delete(sheet)
      due.add(sheet)
    }
    return ids.get(sheet)!
  }
  function tell(): void {
    for (const part of [...held].slice(0, maxHeld)) {
      const now = stateOf(part)
      held.delete(part)
      if (now === known.get(part)) {
        if (held.size < maxHeld) held.add(part)
        continue
      }
      known.set(part, now)
      held.add(part)
      hot = maxHot
      if ('cssText' in part) note(part)
      else noteState(part)
    }
    if (held.size > maxHeld) request()
    const adoptions: NewEvent[] = []
    // An array that was taken from the document may be kept for long.
    for (const root of dueRoots.add(document)) {
      const id = scope.idOf(root)
      if (!id) continue
      const sheets = Array.from((sheetsOf(root) ?? []) as CSSStyleSheet[], share)
      if (String(sheets) !== String(adopted.get(root) ?? '')) {
        adopted.set(root, sheets)
        adoptions.push({ type: 'adopt', id, sheets })
      }
    }
    for (const sheet of due) {
      const id = ids.get(sheet)
      const owner = scope.idOf(sheet.ownerNode)
      if (id) tellParts(id, sheet, adoptedParts(sheet))
      if (owner && edited.has(sheet)) tellParts(owner, sheet, partsOf(sheet))
      if (owner && stated.has(sheet)) scope.emit({ type: 'sheetState', owner, disabled: sheet.disabled, media: mediaOf(sheet) })
    }
    for (const event of adoptions) scope.emit(event)
    due.clear()
    dueRoots.clear()
    // More may come by the same way.
    if (hot && hot--) request()
  }

  for (const type of types.split(' ')) {
    const { prototype = {} } = ((window as unknown as Record<string, unknown>)[type] ?? {}) as { prototype?: object }
    for (const name of Object.getOwnPropertyNames(prototype))
      if (/^(?:insert|delete|add|append|remove)Rule$/.test(name))
        scope.patch(prototype, name, (part, [css], index) => {
          if (name === 'insertRule') noteInserted(part as Part, String(css), index as number)
          else note(part, name === 'deleteRule' ? (parts) => parts.splice(Number(css), 1) : undefined)
        })
      else {
        if (/^(?:style|styleMap|media)$/.test(name)) onTake(prototype, name, hold)
        scope.patchSetter(prototype, name, (part) => note(part))
      }
  }
  for (const name of ['replaceSync', 'replace'])
    scope.patch(window.CSSStyleSheet.prototype, name, (sheet, [css], done) => {
      const rewrite = (): void => {
        note(sheet)
        write(sheet as object, String(css))
      }
      if (done) void (done as Promise<unknown>).then(rewrite, () => undefined)
      else rewrite()
    })
  const anySheet = window.StyleSheet.prototype
  const takeMedia = onTake(anySheet, 'media', hold)
  const mediaOf = (sheet: CSSStyleSheet): string => (takeMedia(sheet) as MediaList).mediaText
  for (const name of ['disabled', 'media']) scope.patchSetter(anySheet, name, (sheet) => noteState(sheet as CSSStyleSheet))
  scope.patchSetter(window.HTMLStyleElement.prototype, 'disabled', (style) => {
    const { sheet } = style as HTMLStyleElement
    if (sheet) noteState(sheet)
  })
  const noteRoot = (root: Root): void => {
    dueRoots.add(root)
    request()
  }
  const takers = [window.Document, window.ShadowRoot].map(({ prototype }) => {
    scope.patchSetter(prototype, 'adoptedStyleSheets', (root) => noteRoot(root as Root))
    return onTake(prototype, 'adoptedStyleSheets', noteRoot)
  })
  const sheetsOf = (root: Root): unknown => takers[root.nodeType === 9 ? 0 : 1]!(root)

  /** What scripts did before they were watched shows in comparison with the text, once there is time. */
  function compare(style: HTMLStyleElement): void {
    const { sheet, textContent } = style
    if (!sheet || !textContent || textContent.length > maxCompared || textContent.includes('@import')) return
    const base = bases.get(sheet)
    if (edited.has(sheet) && base === undefined) return
    const copy = new window.CSSStyleSheet()
    copy.replaceSync(textContent)
    const rulesOf = ({ cssRules }: CSSStyleSheet): string =>
      Array.from(cssRules, ({ cssText }) => cssText)
        .slice(0, base)
        .join('')
    if (rulesOf(copy) !== rulesOf(sheet)) note(sheet)
  }
  let isFirst = true

  scope.onArrive.push((arrived) => {
    for (const root of arrived as readonly Root[])
      if (root.nodeType === 9 || root.nodeType === 11) {
        adopted.delete(root)
        dueRoots.add(root)
        // A keyframe: the reader has no sheets.
        if (root === document) ids.clear()
      }
    for (const { sheet, localName, textContent } of findAll(arrived, 'style,link') as Iterable<HTMLStyleElement>) {
      if (!sheet) continue
      told.delete(sheet)
      // A `<style>` without text that has rules was filled by a script.
      if (localName === 'style' && !textContent?.trim() && sheet.cssRules.length) edited.add(sheet)
      if (sheet.disabled) stated.add(sheet)
      if (edited.has(sheet) || stated.has(sheet)) due.add(sheet)
    }
    tell()
    if (isFirst) [...document.querySelectorAll('style')].forEach((style, at) => scope.later(500 + 50 * at, () => compare(style)))
    isFirst = false
  })
  scope.onSeal.push(() => {
    tell()
    while (held.size > maxHeld) tell()
    // What left the page is let go of.
    for (const root of adopted.keys()) if (!scope.idOf(root)) adopted.delete(root)
    const used = new Set([...adopted.values()].flat())
    for (const [sheet, owner] of ids)
      if (!used.has(owner)) {
        ids.delete(sheet)
        scope.emit({ type: 'sheet', owner, css: '' })
      }
  })
}
