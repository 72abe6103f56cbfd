import { isField } from './secret.ts'

/** What people type into beside fields. */
export const editable = '[contenteditable],[role~=textbox],[role~=searchbox],[role~=combobox]'
export const mayBeEdited = (html: string | null): boolean =>
  html === null || /\s(?:contenteditable|role="[^"]*(?:textbox|searchbox|combobox))/.test(html)

/** What could ever be edited: what was typed there stays. */
export interface Edited {
  has(node: Node): boolean
  add(node: Node): void
}

export function createEdited(): Edited {
  const edited = new WeakSet<Node>()
  return {
    has(node) {
      if (edited.has(node)) return true
      const element = node as Element
      const isNow =
        node.nodeType === 9
          ? (node as Document).designMode === 'on'
          : element.matches(editable) &&
            !isField.test(element.localName) &&
            (element.getAttribute('contenteditable')?.toLowerCase() !== 'false' || element.matches('[role]'))
      if (isNow) edited.add(node)
      return isNow
    },
    add: (node) => void edited.add(node),
  }
}
