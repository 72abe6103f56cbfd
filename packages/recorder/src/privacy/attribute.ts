import { isCode } from './code-image.ts'
import { recordCss } from './css.ts'
import { isDataTold } from './data-url.ts'
import { type Level, textAtLevel } from './level.ts'
import { isSecretName } from './secret-name.ts'
import { maskInput, maskTokens } from './text.ts'
import type { Tokens } from './token.ts'
import { pageUrl, recordUrl } from './url.ts'
import { aliasOf, areWords, isVocabulary } from './vocabulary.ts'

/** Attributes that change how an element looks or what it is: told where their value is a word that everybody uses. */
const plain =
  /^(?:type|role|dir|hidden|disabled|checked|selected|readonly|required|multiple|open|align|valign|nowrap|media|popover|inert|contenteditable|reversed|shadowrootmode|rel|controls|width|height|(?:col|row)?span|tabindex|size|rows|cols|border|cellpadding|cellspacing|start|color|bgcolor|aria-(?!value).+)$/
/** Attributes that people read. */
const text = /^(?:title|alt|placeholder|label|abbr|summary|aria-(?:label|description|roledescription|placeholder))$/
const url = /^(?:(?:xlink:)?href|src|poster|data|background|cite|longdesc|manifest)$/
/** Never recorded: they run, send or load something, or say what a replay must not know. */
const never =
  /^(?:on|nonce$|integrity$|srcdoc$|srcset$|imagesrcset$|action$|formaction$|ping$|http-equiv$|(?:low|dyn|attribution)src$|archive$)/
/** Of SVG: geometry, animation, and whatever has a hyphen as presentation has. */
const drawing =
  /^(?:[dkrxyz][1-4xy]?|[cf][xy]|fr|in2?|by|to|points|viewbox|\w*(?:units|transform|length|offset|adjust|dur|from|begin|values|rotate)|preserveaspectratio|ref[xy]|orient|result|stddeviation|mode|order|scale|repeatcount|attributename|keytimes|calcmode|fill|stroke|filter|mask|opacity|display|overflow|visibility|(?!data-|aria-)[a-z]+-[a-z-]+)$/

const isColour = (value: string): boolean => /^#[\da-f]{3,8}$/i.test(value)

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
  if (never.test(key) || isChoice(key, level)) return null
  if (url.test(key)) return at.isHtml || key !== 'data' ? recordAddress(key, value, at, tokens) : null
  if (key === 'style') return withReferences(recordCss(value, at.base, level, tokens.hash, at.onCssUrl), level, tokens)
  // What says its value by itself is a field, whoever made it.
  if (key === 'aria-valuetext' || (key === 'value' && tag.includes('-'))) return level ? maskInput(value) : value
  if (key === 'aria-valuenow') return level ? null : value
  if (key === 'value') {
    if (tag === 'input') return maskValue(value, at.get('type') ?? '', level, at.isSecret)
    if (level > 2 && /^(?:li|progress|meter)$/.test(tag)) return null
    return textAtLevel(value, level)
  }
  if (key === 'content')
    return level > 1 || at.get('http-equiv') || isSecretName(at.get('name') ?? '') ? null : recordFreely(key, value, at, tokens)
  if (text.test(key)) return textAtLevel(value, level)
  if (level < 2 && (key === 'id' || !at.isSecret)) return recordFreely(key, value, at, tokens)
  if (key === 'id') return at.isHtml ? (tokens.has(value) ? value : null) : referenceOf(value, tokens)
  if (key === 'lang') return /^[a-z]{2,3}(?:-[A-Za-z]{2,4}){0,2}$/.test(value) ? value : null
  if (plain.test(key) && (isVocabulary(value) || isColour(value) || value === key)) return value
  if (!at.isHtml && drawing.test(key)) return level > 2 && key === 'd' && isCode(value) ? null : recordDrawing(key, value, tokens)
  return tokens.has(name) ? (tokens.has(value) ? aliasOf(value) : '') : null
}

/** Whether an attribute's name may be told, whatever its value: by it, what was told is taken back. */
export const isNameTold = (name: string, { isHtml, level }: Pick<AttributeContext, 'isHtml' | 'level'>, tokens: Tokens): boolean => {
  const key = name.toLowerCase()
  return (
    !never.test(key) &&
    !isChoice(key, level) &&
    (level < 2 ||
      [/^(?:class|style|value|id|lang|content|aria-valuetext)$/, plain, text, url].some((known) => known.test(key)) ||
      (!isHtml && drawing.test(key)) ||
      tokens.has(name))
  )
}

/** Which of several is chosen is a value; in what is masked, of what only looks like fields, too. */
const isChoice = (key: string, level: Level): boolean =>
  (level > 2 && /^(?:checked|selected|aria-checked)$/.test(key)) || (level > 3 && /^aria-(?:selected|pressed|current)$/.test(key))

/** Where attributes are told as they are: but for addresses, data and secrets. */
function recordFreely(key: string, value: string, at: AttributeContext, tokens: Tokens): string {
  if (value.length < 4 || key.startsWith('xmlns') || (!at.isHtml && drawing.test(key))) return value
  if (/^\s*[[{]/.test(value) || (isSecretName(key) && !isVocabulary(value))) return ''
  const trimmed = value.trim()
  if (!/^(?:[a-z][\w+.-]*:)?\/\S*$|^[\w./-]*\?\S+=\S*$/i.test(trimmed)) return maskTokens(value)
  const told = recordUrl(trimmed, tokens.hash, at.base)
  return told.endsWith(trimmed) ? value : told
}

/** Gradients, masks and symbols are found by id, whatever it says. */
const referenceOf = (id: string, tokens: Tokens): string => (tokens.has(id) ? id : `i${tokens.hash(id)}`)
const withReferences = (value: string, level: Level, tokens: Tokens): string =>
  level > 1 ? value.replace(/url\(\s*["']?#([^"')]*)["']?\s*\)/g, (_, id: string) => `url(#${referenceOf(id, tokens)})`) : value

function recordDrawing(key: string, value: string, tokens: Tokens): string | null {
  if (/^(?:in2?|result)$/.test(key)) return isVocabulary(value) ? value : referenceOf(value, tokens)
  if (/^url\(\s*["']?#/.test(value)) return withReferences(/^[^)]*\)/.exec(value)?.[0] ?? '', 3, tokens)
  // Numbers, single letters of paths, words that SVG defines.
  const isShape = !key.includes('-') && !/[^-+\d.,\s;a-z%()]|[a-z]{3}/i.test(value)
  // Coordinates are many numbers.
  const isKnown = /-(?!dasharray$|origin$)/.test(key) ? isVocabulary(value) : areWords(value)
  return isShape || isKnown || isColour(value) ? value : null
}

function keepTokens(value: string, tokens: Tokens): string | null {
  if (tokens.has(value)) return value
  const kept = value.split(/\s+/).filter((token) => tokens.has(token))
  return kept.length ? kept.join(' ') : null
}

function recordAddress(name: string, value: string, at: AttributeContext, tokens: Tokens): string | null {
  const trimmed = value.trim()
  if (trimmed[0] === '#') return at.level < 2 ? trimmed : at.isHtml || at.tag === 'a' ? '#' : `#${referenceOf(trimmed.slice(1), tokens)}`
  if (/^data:/i.test(trimmed))
    return at.level < 3 && /^data:image\//i.test(trimmed) && trimmed.length < 131_072 && isDataTold(trimmed, at.level) ? trimmed : null
  const isLink = name === 'href' && (at.tag === 'a' || at.tag === 'area' || at.tag === 'base')
  return isLink ? pageUrl(trimmed, at.base) : recordUrl(trimmed, tokens.hash, at.base)
}
