import { decodeText, encodeAttribute, encodeText, type Namespace, scanHtml } from '@playhead/wire'
import { isSecretField, recordAttribute } from './attribute.ts'
import { recordCss } from './css.ts'
import { createShapes } from './code-image.ts'
import { createJoined, joins } from './joined.ts'
import { innerLevel, type Level, textAtLevel } from './level.ts'
import { maskInput, maskText } from './text.ts'
import type { Tokens } from './token.ts'

/** What was decided about one element on the live page. */
export interface Decision {
  marker?: 'mask' | 'unmask' | 'edit'
  /** Kept as an empty box. */
  block?: true
  /** Its value can never be unmasked, though its attributes do not say so now. */
  secret?: true
  /** Attributes that the live element does not have: sizes, the chosen source. */
  set?: Readonly<Record<string, string>>
}

export interface MaskContext {
  readonly firstId: number
  readonly level: Level
  readonly namespace: Namespace
  /** The element that the text goes into, for text that stands directly in it. */
  readonly parentTag: string
  readonly base: string
  readonly tokens: Tokens
  readonly decisions: ReadonlyMap<number, Decision>
  /** The id of the node that the text goes into. */
  readonly parentId: number
  /** Adjacent texts: id of the first → lengths. Rewritten where masking changes a length. */
  readonly splits: Map<number, number[]>
  /** Empty texts: id → parent's id. */
  readonly empties: ReadonlyMap<number, number>
  readonly onCssUrl?: ((url: string) => void) | undefined
}

/** A tag as it is recorded; null: as it was. */
interface Tag {
  readonly level: Level
  readonly isHtml: boolean
  readonly text: string | null
}

/** Elements whose content is never recorded: it is not numbered, so the rebuilder does not know it either. */
const emptied: ReadonlySet<string> = new Set(['script', 'noscript', 'template', 'iframe'])

/** A text node's recorded data. It is never empty where the text is not: an empty text would leave no trace in HTML. */
export function recordText(data: string, tag: string, level: Level, at: Pick<MaskContext, 'base' | 'onCssUrl' | 'tokens'>): string {
  if (tag === 'style' || tag === 'svg:style') return recordCss(data, at.base, level, at.tokens.hash, at.onCssUrl) || (data && ' ')
  if (tag === 'textarea' && level > 0) return maskInput(data)
  // What browsers never show, nor do replays.
  if (/^(?:(?:svg:)?script|noembed|noframes)$/.test(tag)) return maskText(data)
  return textAtLevel(data, level)
}

/** Finds values in a tag's names and values. */
const getter =
  (attributes: readonly string[]) =>
  (name: string): string | undefined => {
    for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return decodeText(attributes[i + 1]!)
    return undefined
  }

/**
 * Masks browser-serialised HTML in one pass over the text and counts nodes as it goes, so that decisions made on
 * live elements find theirs by number.
 *
 * @returns the masked text and the id after the last node
 * @throws WireError where the text is not what a browser serialises for this tree
 */
export function maskHtml(html: string, at: MaskContext): { html: string; nextId: number } {
  const out: string[] = []
  /** What was read but not copied yet, `from` … `read`: what stays as it is is copied in long pieces. */
  let from = 0
  let read = 0
  let next = at.firstId
  /** Depth inside an element whose content is left out. */
  let skipping = 0
  /** Where a list begins whose choice must not be told; 0: in none. */
  let secretDepth = 0
  const ids: number[] = [at.parentId]
  const levels: Level[] = [at.level]
  const tags: string[] = [at.parentTag]
  /** What a tag became: pages repeat few of them many times, and the scanner gives equal ones the same attributes. */
  const written = new Map<readonly string[], Tag>()
  const skipEmpties = (): void => {
    while (at.empties.get(next) === ids[ids.length - 1]) next++
  }
  /** Goes on at `start`: what lies between (a doctype, say) has no place in the recording. */
  function goTo(start: number): void {
    if (start === read) return
    out.push(html.slice(from, read))
    from = read = start
  }
  /** Returns what says something else in its place, as long as nothing is handed on. */
  function replace(start: number, end: number, text: string): (text: string) => void {
    const at = out.push(html.slice(from, start), text) - 1
    from = read = end
    return (other) => void (out[at] = other)
  }
  const joined = createJoined()
  const shapes = createShapes()
  scanHtml(
    html,
    {
      open(name, attributes, namespace, end, start) {
        if (skipping) {
          skipping++
          return
        }
        skipEmpties()
        const id = next++
        const isHtml = namespace === 'html'
        if (!joins.has(name)) joined.end()
        const decision = at.decisions.get(id)
        const isRoot = isHtml && name === 'template' && attributes.includes('shadowrootmode')
        const isSecret = decision?.secret && name !== 'input'
        if (isSecret && name === 'select') secretDepth ||= levels.length
        const level =
          isSecret || decision?.block
            ? 4
            : decision?.marker
              ? innerLevel(levels[levels.length - 1]!, decision.marker)
              : levels[levels.length - 1]!
        goTo(start)
        if (attributes.length || decision) {
          let tag = decision || secretDepth ? undefined : written.get(attributes)
          if (tag?.level !== level || tag.isHtml !== isHtml) {
            const isBare = isHtml && (name === 'script' || name === 'noscript')
            const text = `<${name}${isBare ? '' : attributesText(name, attributes, isHtml, level, decision)}>`
            tag = { level, isHtml, text: text === html.slice(start, end) ? null : text }
            if (!decision && !secretDepth) written.set(attributes, tag)
          }
          const isShape = level > 2 && !isHtml && /^(?:rect|use|path)$/.test(name)
          if (tag.text !== null || isShape) {
            const put = replace(start, end, tag.text ?? html.slice(start, end))
            if (isShape) shapes.add(name, getter(attributes), () => put(`<${name}>`))
          }
        }
        read = end
        ids.push(id)
        levels.push(level)
        tags.push(isHtml ? name : `svg:${name}`)
        if (decision?.block || (isHtml && emptied.has(name) && !isRoot)) skipping = 1
      },
      close(name, start, end) {
        if (skipping > 1) {
          skipping--
          return
        }
        if (skipping) skipping = 0
        else skipEmpties()
        ids.pop()
        levels.pop()
        tags.pop()
        if (levels.length === secretDepth) secretDepth = 0
        if (!joins.has(name)) joined.end()
        if (name === 'svg') shapes.end()
        goTo(start)
        read = end
      },
      text(raw, plain, start) {
        if (skipping) return
        skipEmpties()
        const lengths = at.splits.get(next)
        next += lengths?.length ?? 1
        const level = levels[levels.length - 1]!
        const tag = tags[tags.length - 1]!
        const data = plain ? raw : decodeText(raw)
        const masked = recordText(data, tag, level, at)
        if (lengths && masked.length !== data.length) lengths.fill(0)[0] = masked.length
        goTo(start)
        if (level === 2) {
          const put = replace(start, start + raw.length, masked === data ? raw : encodeText(masked))
          joined.add(data, masked, (told) => put(encodeText(told)))
        } else {
          joined.end()
          if (masked !== data) replace(start, start + raw.length, plain ? masked : encodeText(masked))
        }
        read = start + raw.length
      },
      comment(data, start) {
        if (skipping) return
        skipEmpties()
        next++
        goTo(start)
        const end = start + data.length + 7
        if (data) replace(start, end, '<!---->')
        read = end
      },
    },
    at.namespace,
  )
  skipEmpties()
  joined.end()
  shapes.end()
  out.push(html.slice(from, read))
  return { html: out.join(''), nextId: next }

  function attributesText(
    tag: string,
    attributes: readonly string[],
    isHtml: boolean,
    level: Level,
    decision: Decision | undefined,
  ): string {
    let text = ''
    const get = getter(attributes)
    const isSecret = tag === 'input' && (!!decision?.secret || isSecretField(get('type'), get('autocomplete')))
    const context = { tag, isHtml, level, base: at.base, isSecret, get, onCssUrl: at.onCssUrl }
    // What a page gave to all objects is none of it.
    const added = Object.entries(decision?.set ?? {})
    for (let i = 0; i < attributes.length; i += 2) {
      const name = attributes[i]!
      if (added.some(([other]) => other === name) || (secretDepth && name === 'selected')) continue
      const raw = attributes[i + 1]!
      const decoded = decodeText(raw)
      const value = recordAttribute(name, decoded, context, at.tokens)
      if (value !== null) text += ` ${name}="${value === decoded ? raw : encodeAttribute(value)}"`
    }
    for (const [name, value] of added) text += ` ${name}="${encodeAttribute(value)}"`
    return text
  }
}
