import { isSecretField } from './attribute.ts'
import { hashText } from './hash.ts'

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export const fields = 'input,select,textarea'
export const isField: RegExp = /^(?:input|select|textarea)$/
export const isList: RegExp = /^(?:select|textarea)$/

/** Fields that can never be unmasked. */
export interface Secrets {
  /** Once one, always one. @param former a type or autocomplete that it had; `parent` what it was in */
  has(field: Element, former?: string, parent?: Node | null): boolean
  /** A text area's text and a list's options are its value. */
  hold(node: Node): boolean
}

export function createSecrets(): Secrets {
  const secrets = new WeakSet<Element>()
  /** Names of secret fields: a clone or a re-rendered field is the same secret. */
  const names = new Set<string>()
  /** What secrets were, as hashes: a field that holds the same is the same secret, whatever became of its type and name. */
  const values = new Set<string>()
  /** What holds one without a name: others without a name in it are taken for the same. */
  const parents = new WeakSet<Node>()

  function has(field: Element, former = '', parent: Node | null = field.parentElement): boolean {
    if (!isField.test(field.localName)) return false
    const isOne =
      secrets.has(field) ||
      isSecretField(field.getAttribute('type') ?? '', field.getAttribute('autocomplete') ?? '') ||
      isSecretField(former, former)
    const name = field.getAttribute('name') || field.id
    const { value } = field as Field
    const isLong = value?.length > 3
    const secret = isOne || (name ? names.has(name) : !!parent && parents.has(parent)) || (isLong && values.has(hashText(value)))
    if (secret) {
      secrets.add(field)
      if (isLong) values.add(hashText(value))
      if (name) names.add(name)
      else if (parent) parents.add(parent)
    }
    return secret
  }
  return {
    has,
    hold(node) {
      const field = (node.nodeType === 1 ? (node as Element) : node.parentElement)?.closest('select,textarea')
      return !!field && has(field)
    },
  }
}
