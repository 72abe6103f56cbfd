import { recordCss } from './css.ts'
import { type Level, textAtLevel } from './level.ts'
import { maskInput } from './text.ts'
import type { Tokens } from './token.ts'
import { hashText, pageUrl, recordUrl } from './url.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Attributes whose values are HTML's own vocabulary: told where the value is. */
const plain = words(
  'type role dir hidden disabled checked selected readonly required multiple open align valign nowrap media loading popover inert contenteditable draggable wrap reversed shadowrootmode shadowrootdelegatesfocus rel crossorigin autocomplete inputmode spellcheck controls autoplay muted loop playsinline as scope',
)
const vocabulary = words(
  'true false on off yes no auto none text button checkbox color date datetime-local email file hidden image month number password radio range reset search submit tel time url week module application json css javascript png jpeg webp avif gif svg xml mp4 webm ogg mpeg alert alertdialog article banner cell columnheader combobox complementary contentinfo definition dialog directory document feed figure form grid gridcell group heading img link list listbox listitem log main marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation note option presentation progressbar region row rowgroup rowheader scrollbar searchbox separator slider spinbutton status switch tab table tablist tabpanel term textbox timer toolbar tooltip tree treegrid treeitem ltr rtl col colgroup soft hard left right center justify char top middle bottom baseline lazy eager manual hint until-found plaintext-only open closed disabled checked selected readonly required multiple stylesheet icon preload prefetch preconnect dns-prefetch modulepreload canonical alternate nofollow noopener noreferrer next prev manifest external author license help tag bookmark shortcut apple-touch-icon anonymous use-credentials decimal numeric script style font fetch all screen print not only and or min max width height device aspect ratio orientation portrait landscape prefers scheme dark light reduced motion reduce preference hover pointer fine coarse any resolution dpi dppx current Color currentColor inherit initial transparent round butt miter bevel square evenodd nonzero userSpaceOnUse objectBoundingBox start end normal bold italic sans serif monospace linear freeze indefinite repeat reflect pad remove SourceGraphic SourceAlpha BackgroundImage over out atop xor arithmetic stretch matrix saturate hueRotate luminanceToAlpha meet slice translate scale rotate skewX skewY rgb rgba hsl hsla var calc visible scroll block inline multiply overlay darken lighten non-scaling-stroke wrap noshade central alphabetic optimizeLegibility geometricPrecision crispEdges optimizeSpeed sRGB linearRGB isolate',
)
const numeric = words('width height colspan rowspan span tabindex size rows cols border cellpadding cellspacing start')
/** How far something is: shown as a bar, but as much data as text. */
const measured = words('value min max low high optimum step')
const coloured = words('color bgcolor fill stroke stop-color flood-color lighting-color')

/** Every word of three letters or more is one that HTML or SVG defines. */
const isVocabulary = (value: string): boolean =>
  value.length < 65 &&
  (vocabulary.has(value) ||
    (value.match(/[^\s,;:/().\d+<>=%]{3,}/g) ?? []).every(
      (word) => vocabulary.has(word) || word.split('-').every((part) => part.length < 3 || vocabulary.has(part)),
    )) &&
  !/\d{5}|[^\0-\x7f]/.test(value)
const isColour = (value: string): boolean => /^#[\da-f]{3,8}$/i.test(value) || !!globalThis.CSS?.supports('color', value)

/** Attributes that people read. */
const text = words(
  'title alt placeholder label abbr summary content aria-label aria-description aria-roledescription aria-valuetext aria-placeholder',
)
const url = words('href src poster data xlink:href background')
/** Never recorded: they run, send or load something, or say what a replay must not know. */
const never = /^(?:on|nonce$|integrity$|srcdoc$|srcset$|imagesrcset$|action$|formaction$|ping$|http-equiv$)/
const state =
  /^(?:true|false|mixed|page|step|location|none|polite|assertive|off|menu|listbox|tree|grid|dialog|horizontal|vertical|ascending|descending|other|inline|list|both|-?[\d.]{1,6})?$/
const drawing = words(
  'd points x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy viewbox transform fill stroke opacity offset pathlength clip-path mask filter marker-start marker-mid marker-end version preserveaspectratio gradientunits gradienttransform patternunits patterntransform spreadmethod clippathunits maskunits refx refy orient markerwidth markerheight markerunits mode in in2 result stddeviation values operator type dur begin from to repeatcount attributename keytimes calcmode display overflow visibility vector-effect color rotate textlength lengthadjust startoffset k1 k2 k3 k4 order scale',
)
const drawingFamily =
  /^(?:fill|stroke|font|text|stop|flood|color|dominant|alignment|baseline|letter|word|shape|image|clip|lighting|writing|paint|pointer)-/

export interface AttributeContext {
  readonly tag: string
  readonly isHtml: boolean
  readonly level: Level
  readonly base: string
  /** A field whose value can never be unmasked. */
  readonly isSecret: boolean
  /** Another attribute of the same element. */
  get(name: string): string | undefined
  onCssUrl?: ((url: string) => void) | undefined
}

const isSecretAutocomplete = (value: string): boolean => /(?:^|\s)(?:cc-|one-time-code|\S*-password)/.test(value)

/** A field that is never unmasked, whatever a site says. */
export const isSecretField = (type: string | undefined, autocomplete: string | undefined): boolean =>
  /^(?:password|hidden)$/i.test(type ?? '') || isSecretAutocomplete((autocomplete ?? '').toLowerCase())

/** A form control's value as it is recorded. Labels of buttons are text. */
export function maskValue(value: string, type: string, level: Level, isSecret: boolean): string {
  if (/^(?:submit|button|reset)$/i.test(type)) return textAtLevel(value, level)
  if (/^(?:checkbox|radio|file|hidden|image)$/i.test(type)) return ''
  if (!isSecret && level === 0) return value
  // Controls that show no characters would refuse bullets.
  if (/^(?:number|range|color|date|month|week|time|datetime-local)$/i.test(type)) return ''
  return maskInput(value)
}

/** An attribute's recorded value, or null where it must not be recorded. */
export function recordAttribute(name: string, value: string, at: AttributeContext, tokens: Tokens): string | null {
  const { tag, level } = at
  // Nearly every element has one.
  if (name === 'class') return level < 2 ? value : keepTokens(value, tokens)
  const key = name.toLowerCase()
  if (never.test(key)) return null
  if (url.has(key)) return at.isHtml || key !== 'data' ? recordAddress(key, value, at, tokens) : null
  if (key === 'style') return withReferences(recordCss(value, at.base, level, at.onCssUrl), level, tokens)
  if (key === 'value') {
    if (tag === 'input') return maskValue(value, at.get('type') ?? '', level, at.isSecret)
    if (level > 2 && /^(?:li|progress|meter)$/.test(tag)) return null
    return textAtLevel(value, level)
  }
  if (text.has(key)) return key === 'content' && level > 1 ? null : textAtLevel(value, level)
  if (level < 2) return value
  if (key === 'class') return keepTokens(value, tokens)
  if (key === 'id') return at.isHtml ? (tokens.has(value) ? value : null) : referenceOf(value, tokens)
  if (key.startsWith('aria-')) return state.test(value) ? value : null
  if (key === 'lang') return /^[a-z]{2,3}(?:-[A-Za-z]{2,4}){0,2}$/.test(value) ? value : null
  if (coloured.has(key) && isColour(value)) return value
  if (numeric.has(key) && /^-?[\d.]{1,6}(?:%|[a-z]{2,3})?$/.test(value)) return value
  if (measured.has(key) && at.isHtml) return null
  if (plain.has(key) && isVocabulary(value)) return value
  if (!at.isHtml && (drawing.has(key) || drawingFamily.test(key))) return recordDrawing(key, value, tokens)
  if (key.startsWith('xmlns') && /^http:\/\/www\.w3\.org\/[\w/]{1,30}$/.test(value)) return value
  return tokens.has(name) ? (tokens.has(value) ? value : '') : null
}

/** Gradients, masks and symbols are found by id, whatever it says. */
const referenceOf = (id: string, tokens: Tokens): string => (tokens.has(id) ? id : `i${hashText(id)}`)
const withReferences = (value: string, level: Level, tokens: Tokens): string =>
  level > 1 ? value.replace(/url\(\s*["']?#([^"')]*)["']?\s*\)/g, (_, id: string) => `url(#${referenceOf(id, tokens)})`) : value

function recordDrawing(key: string, value: string, tokens: Tokens): string | null {
  if (/^(?:in2?|result)$/.test(key)) return vocabulary.has(value) ? value : referenceOf(value, tokens)
  if (/^url\(\s*["']?#/.test(value)) return withReferences(/^[^)]*\)/.exec(value)?.[0] ?? '', 3, tokens)
  // Numbers, single letters of paths, words that SVG defines.
  if (!/[^-+\d.,\sa-z%()]|[a-z]{3}/i.test(value) || isVocabulary(value) || isColour(value)) return value
  const words = value.length < 400 ? (value.replace(/^x(?:Min|Mid|Max)Y(?:Min|Mid|Max)/, '').match(/[a-z_]{3,}/gi) ?? []) : ['?']
  return !/[^\0-\x7f@]/.test(value) && words.every((word) => vocabulary.has(word)) ? value : null
}

function keepTokens(value: string, tokens: Tokens): string | null {
  if (tokens.has(value)) return value
  const kept = value.split(/\s+/).filter((token) => tokens.has(token))
  return kept.length ? kept.join(' ') : null
}

function recordAddress(name: string, value: string, at: AttributeContext, tokens: Tokens): string | null {
  const trimmed = value.trim()
  if (trimmed[0] === '#') return at.level < 2 ? trimmed : at.isHtml || at.tag === 'a' ? '#' : `#${referenceOf(trimmed.slice(1), tokens)}`
  if (/^data:/i.test(trimmed)) return at.level < 3 && /^data:image\//i.test(trimmed) && trimmed.length < 131_072 ? trimmed : null
  const isLink = name === 'href' && (at.tag === 'a' || at.tag === 'area' || at.tag === 'base')
  return isLink ? pageUrl(trimmed, at.base) : recordUrl(trimmed, at.base)
}
