import { decodeText, encodeAttribute, encodeText, type Namespace, scanHtml, voidElements } from '@playhead/wire'
import { isSecretField, recordAttribute } from './attribute.ts'
import { recordCss } from './css.ts'
import { innerLevel, type Level, textAtLevel } from './level.ts'
import { maskInput } from './text.ts'
import type { Tokens } from './token.ts'

/** What was decided about one element on the live page. */
export interface Decision {
  marker?: 'mask' | 'unmask'
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

/** Elements whose content is never recorded: it is not numbered, so the rebuilder does not know it either. */
const emptied: ReadonlySet<string> = new Set(['script', 'noscript', 'template', 'iframe'])

/** A text node's recorded data. It is never empty where the text is not: an empty text would leave no trace in HTML. */
export function recordText(data: string, tag: string, level: Level, at: Pick<MaskContext, 'base' | 'onCssUrl'>): string {
  if (tag === 'style' || tag === 'svg:style') return recordCss(data, at.base, level, at.onCssUrl) || (data && ' ')
  if (tag === 'textarea' && level > 0) return maskInput(data)
  return textAtLevel(data, level)
}

/**
 * Masks browser-serialised HTML in one pass over the text and counts nodes as it goes, so that decisions made on
 * live elements find theirs by number.
 *
 * @returns the masked text and the id after the last node
 * @throws WireError where the text is not what a browser serialises for this tree
 */
export function maskHtml(html: string, at: MaskContext): { html: string; nextId: number } {
  let out = ''
  let next = at.firstId
  /** Depth inside an element whose content is left out. */
  let skipping = 0
  const ids: number[] = [at.parentId]
  const levels: Level[] = [at.level]
  const tags: string[] = [at.parentTag]
  const foreign: boolean[] = []
  const skipEmpties = (): void => {
    while (at.empties.get(next) === ids[ids.length - 1]) next++
  }
  scanHtml(
    html,
    {
      open(name, attributes, namespace) {
        if (skipping) {
          skipping++
          return
        }
        skipEmpties()
        const id = next++
        const isHtml = namespace === 'html'
        const decision = at.decisions.get(id)
        const isRoot = isHtml && name === 'template' && attributes.includes('shadowrootmode')
        const level = decision?.marker ? innerLevel(levels[levels.length - 1]!, decision.marker) : levels[levels.length - 1]!
        out += `<${name}`
        if ((attributes.length || decision) && !(isHtml && (name === 'script' || name === 'noscript')))
          writeAttributes(name, attributes, isHtml, level, decision)
        out += '>'
        ids.push(id)
        levels.push(level)
        tags.push(isHtml ? name : `svg:${name}`)
        foreign.push(!isHtml)
        if (decision?.block || (isHtml && emptied.has(name) && !isRoot)) skipping = 1
      },
      close(name) {
        if (skipping > 1) {
          skipping--
          return
        }
        if (skipping) skipping = 0
        else skipEmpties()
        ids.pop()
        levels.pop()
        tags.pop()
        if (foreign.pop() || !voidElements.has(name)) out += `</${name}>`
      },
      text(raw, plain) {
        if (skipping) return
        skipEmpties()
        const lengths = at.splits.get(next)
        next += lengths?.length ?? 1
        const level = levels[levels.length - 1]!
        const tag = tags[tags.length - 1]!
        const data = plain ? raw : decodeText(raw)
        const masked = recordText(data, tag, level, at)
        if (lengths && masked.length !== data.length) lengths.fill(0)[0] = masked.length
        out += masked === data ? raw : plain ? masked : encodeText(masked)
      },
      comment() {
        if (skipping) return
        skipEmpties()
        next++
        out += '<!---->'
      },
    },
    at.namespace,
  )
  skipEmpties()
  return { html: out, nextId: next }

  function writeAttributes(
    tag: string,
    attributes: readonly string[],
    isHtml: boolean,
    level: Level,
    decision: Decision | undefined,
  ): void {
    const get = (name: string): string | undefined => {
      for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return decodeText(attributes[i + 1]!)
      return undefined
    }
    const isSecret = tag === 'input' && (!!decision?.secret || isSecretField(get('type'), get('autocomplete')))
    const context = { tag, isHtml, level, base: at.base, isSecret, get, onCssUrl: at.onCssUrl }
    for (let i = 0; i < attributes.length; i += 2) {
      const name = attributes[i]!
      if (decision?.set && name in decision.set) continue
      const raw = attributes[i + 1]!
      const decoded = decodeText(raw)
      const value = recordAttribute(name, decoded, context, at.tokens)
      if (value !== null) out += ` ${name}="${value === decoded ? raw : encodeAttribute(value)}"`
    }
    for (const name in decision?.set) out += ` ${name}="${encodeAttribute(decision.set[name]!)}"`
  }
}
