import { recordCss } from '../privacy/css.ts'
import { recordUrl } from '../privacy/url.ts'
import type { NewEvent, Scope } from '../scope.ts'

const descriptors = 'style weight stretch unicodeRange featureSettings ascentOverride descentOverride lineGapOverride sizeAdjust'.split(' ')
const usual = /^(?:normal|100%|U\+0-10FFFF)$/i

const unquote = (family: string): string => family.replace(/^(["'])(.*)\1$/, '$2')
/** What may hold rules: a sheet, a group, an import. */
interface Part {
  readonly cssRules?: CSSRuleList
  readonly styleSheet?: CSSStyleSheet | null
}

/**
 * Fonts that scripts made and gave to the document. Only their maker knows where they come from; bytes become an asset
 * like any other that the page made, or are counted as lost where masking leaves those out.
 */
export function watchFont(scope: Scope): void {
  const { window, document, privacy } = scope
  const { fonts } = document
  if (!fonts) return
  /** Addresses; empty where a font was made of bytes that are not told. */
  const sources = new WeakMap<object, string>()
  /** As long as a font may be used, its bytes can be read. */
  const blobs = new WeakMap<object, Blob>()
  /** What the reader has; null: it was counted as lost. */
  const told = new Map<FontFace, NewEvent | null>()
  scope.patch(window, 'FontFace', (made, [, source]) => {
    const face = made as object
    let text = typeof source === 'string' ? source : ''
    if (!text && privacy.level < 2) {
      // An address of ours: the page would see one be made.
      const url = `blob:${Math.random()}`
      const blob = new window.Blob([source as ArrayBuffer], { type: 'font/ttf' })
      text = `url(${url})`
      blobs.set(face, blob)
      scope.blobs.set(recordUrl(url, scope.privacy.tokens.hash), new WeakRef(blob))
    }
    sources.set(face, text)
  })

  function describe(face: FontFace): NewEvent | null {
    const source = sources.get(face)
    const family = unquote(face.family)
    if (!source) {
      scope.lose('asset', 1, 'font')
      return null
    }
    const say = (css: string): string => recordCss(css, document.baseURI, privacy.level, privacy.tokens.hash, scope.onCssUrl)
    const values = descriptors.map((name) => [name, (face as unknown as Record<string, string | undefined>)[name]] as const)
    return {
      type: 'font',
      // As style sheets say it, which masking may have given an alias.
      family: say(`font-family:${family}`).slice(12),
      source: say(`src:${source}`).slice(4),
      descriptors: JSON.stringify(Object.fromEntries(values.filter(([, value]) => value && !usual.test(value)))),
      removed: false,
    }
  }
  function tell(): void {
    for (const [face, event] of told)
      if (!fonts.has(face)) {
        told.delete(face)
        if (event) scope.emit({ ...event, removed: true } as NewEvent)
      }
    for (const face of fonts)
      if (sources.has(face) && !told.has(face)) {
        const event = describe(face)
        told.set(face, event)
        if (event) scope.emit(event)
      }
  }
  const request = scope.onFrame(tell)
  // Chromium did not always give it a name.
  for (const name of ['add', 'delete', 'clear']) scope.patch(Object.getPrototypeOf(fonts), name, request)
  // Those from before the recording are known by what they are not: declared.
  scope.later(500, () => {
    const declared = new Set<string>()
    const read = ({ cssRules = [] as never, styleSheet }: Part): void => {
      if (styleSheet) read(styleSheet)
      for (const rule of cssRules) {
        if (rule.type === window.CSSRule.FONT_FACE_RULE)
          declared.add(unquote(/font-family:\s*([^;}]*[^;}\s])/.exec(rule.cssText)?.[1] ?? ''))
        else read(rule as Part)
      }
    }
    try {
      ;[...document.styleSheets, ...(document.adoptedStyleSheets ?? [])].forEach(read)
    } catch {
      // A sheet of another origin may declare any.
      return
    }
    const lost = [...fonts].filter((face) => !sources.has(face) && !declared.has(unquote(face.family))).length
    if (lost) scope.lose('asset', lost, 'font')
  })
  scope.onArrive.push((roots) => {
    if (roots[0] === document) for (const event of told.values()) if (event) scope.emit(event)
  })
}
