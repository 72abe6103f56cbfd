import type { ModelNode } from '../tree.ts'
import type { Mirror } from './mirror.ts'
import type { Json, Reader } from './source.ts'
import { applyStyleDiff, editBody, editRules, plain, splitRules } from './style.ts'

/** Live style sheets: what rrweb tells rule by rule, told again as whole texts. */
export interface Sheets {
  /** Applies one event and returns the owners whose text changed. */
  apply(data: Json, reader: Reader): { owner: number; css: string }[]
  /** The owner's text nodes say everything again. */
  forget(owner: ModelNode): void
}

export function createSheets(scope: { mirror: Mirror; onSkip(what: string): void }): Sheets {
  const { mirror, onSkip } = scope
  const owned = new Map<ModelNode, string[]>()
  const constructed = new Map<unknown, string[]>()
  /** The document and shadow roots, with the sheets that they adopted. */
  const adopters = new Map<ModelNode, readonly unknown[]>()

  function rulesOf(data: Json): { rules: string[]; owner: ModelNode | null } | null {
    const { styleId, id } = data
    if (styleId !== undefined && styleId !== null) {
      const rules = constructed.get(styleId)
      return rules ? { rules, owner: null } : null
    }
    const owner = mirror.node(id)
    if (!owner?.id || owner.kind !== 'element') return null
    const rules = owned.get(owner) ?? splitRules(textOf(owner))
    owned.set(owner, rules)
    return { rules, owner }
  }
  function edit(data: Json, reader: Reader): { owner: number; css: string }[] {
    const found = rulesOf(data)
    if (!found) {
      onSkip('style rule')
      return []
    }
    const { rules, owner } = found
    if (data['set'] || data['remove']) editDeclaration(rules, data, reader)
    else editSheet(rules, data, reader)
    if (owner) return [{ owner: owner.id, css: rules.join('\n') }]
    return [...adopters].filter(([, ids]) => ids.includes(data['styleId'])).map(([adopter]) => adopted(adopter))
  }
  function editSheet(rules: string[], data: Json, reader: Reader): void {
    for (const item of reader.list(data['adds'], 'adds')) {
      const { rule, index } = reader.object(item, 'rule')
      const path = pathOf(index ?? 0)
      if (path.length === 1) path[0] = Math.min(path[0]!, rules.length)
      if (typeof rule !== 'string' || !editRules(rules, path, (list, at) => list.splice(at, 0, rule))) onSkip('style rule')
    }
    for (const item of reader.list(data['removes'], 'removes'))
      if (!editRules(rules, pathOf(reader.object(item, 'rule')['index']), (list, at) => list.splice(at, 1))) onSkip('style rule')
    const whole = data['replace'] ?? data['replaceSync']
    if (typeof whole === 'string') rules.splice(0, rules.length, ...splitRules(whole))
  }
  function editDeclaration(rules: string[], data: Json, reader: Reader): void {
    const diff: Record<string, unknown> = {}
    if (data['set']) {
      const { property, value, priority } = reader.object(data['set'], 'set')
      diff[plain(property)] = [value, priority]
    }
    if (data['remove']) diff[plain(reader.object(data['remove'], 'remove')['property'])] = false
    let done = false
    editRules(rules, pathOf(data['index']), (list, at) => {
      done = editBody(list, at, (body) => applyStyleDiff(body, diff))
    })
    if (!done) onSkip('style rule')
  }
  function adopt(data: Json, reader: Reader): { owner: number; css: string }[] {
    for (const item of reader.list(data['styles'], 'styles')) {
      const { styleId, rules } = reader.object(item, 'style')
      constructed.set(
        styleId,
        reader.list(rules, 'rules').map((rule) => plain(reader.object(rule, 'rule')['rule'])),
      )
    }
    const host = mirror.node(data['id'])
    const adopter = host?.shadow ?? (host?.kind === 'document' ? host : undefined)
    if (!adopter?.id) {
      onSkip('style rule')
      return []
    }
    adopters.set(adopter, reader.list(data['styleIds'], 'styleIds'))
    return [adopted(adopter)]
  }
  function adopted(adopter: ModelNode): { owner: number; css: string } {
    const ids = adopters.get(adopter) ?? []
    return { owner: adopter === mirror.document ? 0 : adopter.id, css: ids.flatMap((id) => constructed.get(id) ?? []).join('\n') }
  }
  return {
    apply: (data, reader) => (data['styleIds'] ? adopt(data, reader) : edit(data, reader)),
    forget: (owner) => void owned.delete(owner),
  }
}

const pathOf = (index: unknown): number[] =>
  (Array.isArray(index) ? index : [index]).map((at) => (Number.isInteger(at) && (at as number) >= 0 ? (at as number) : Infinity))

function textOf(owner: ModelNode): string {
  let text = ''
  for (let at = owner.first; at; at = at.next) text += at.data
  return text
}
