import { recordCss } from './css.ts'
import { type Level, textAtLevel } from './level.ts'
import { maskInput } from './text.ts'
import type { Tokens } from './token.ts'
import { pageUrl, recordUrl } from './url.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Attributes whose values are the page's own vocabulary, not anybody's data. */
const plain = words(
  'type role dir lang width height colspan rowspan span hidden disabled checked selected readonly required multiple open tabindex size rows cols align valign border cellpadding cellspacing bgcolor color face nowrap media loading popover popovertarget inert contenteditable draggable wrap start reversed slot part shadowrootmode shadowrootdelegatesfocus rel crossorigin autocomplete inputmode spellcheck controls autoplay muted loop playsinline low high optimum max min step as scope',
)
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
  'd points x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy viewbox transform fill stroke opacity offset pathlength clip-path mask filter marker-start marker-mid marker-end xmlns xmlns:xlink version preserveaspectratio gradientunits gradienttransform patternunits patterntransform spreadmethod clippathunits maskunits refx refy orient markerwidth markerheight markerunits mode in in2 result stddeviation values operator type dur begin from to repeatcount attributename keytimes calcmode display overflow visibility vector-effect color rotate textlength lengthadjust startoffset k1 k2 k3 k4 order scale base',
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
  if (url.has(key)) return at.isHtml || key !== 'data' ? recordAddress(key, value, at) : null
  if (key === 'style') return recordCss(value, at.base, level, at.onCssUrl)
  if (key === 'value') {
    if (tag === 'input') return maskValue(value, at.get('type') ?? '', level, at.isSecret)
    return /^(?:li|progress|meter)$/.test(tag) ? value : textAtLevel(value, level)
  }
  if (text.has(key)) return key === 'content' && level > 1 ? null : textAtLevel(value, level)
  if (level < 2) return value
  if (key === 'class') return keepTokens(value, tokens)
  // Gradients, masks and symbols are found by id.
  if (key === 'id') return tokens.has(value) || (!at.isHtml && value.length < 40) ? value : null
  if (key.startsWith('aria-')) return state.test(value) ? value : null
  if (plain.has(key)) return value.length <= 64 ? value : null
  if (!at.isHtml && (drawing.has(key) || drawingFamily.test(key))) return value
  return tokens.has(name) ? (tokens.has(value) ? value : '') : null
}

function keepTokens(value: string, tokens: Tokens): string | null {
  if (tokens.has(value)) return value
  const kept = value.split(/\s+/).filter((token) => tokens.has(token))
  return kept.length ? kept.join(' ') : null
}

function recordAddress(name: string, value: string, at: AttributeContext): string | null {
  const trimmed = value.trim()
  if (trimmed[0] === '#') return at.isHtml && at.level > 1 ? '#' : trimmed
  if (/^data:/i.test(trimmed)) return at.level < 3 && /^data:image\//i.test(trimmed) && trimmed.length < 131_072 ? trimmed : null
  const isLink = name === 'href' && (at.tag === 'a' || at.tag === 'area' || at.tag === 'base')
  return isLink ? pageUrl(trimmed, at.base) : recordUrl(trimmed, at.base)
}
