import * as dom from './dom.ts'
import { frameHostOf, type Scene } from './scene.ts'

/** The shown document as text, with what HTML does not say (values, scroll offsets, ids): equal text, equal picture. */
export function describe(scene: Scene): string {
  const lines: string[] = [`page ${Math.round(dom.view.scrollX)},${Math.round(dom.view.scrollY)}`]
  const shadows = new Map<Node, Node>()
  for (const node of scene.nodes) if (node instanceof ShadowRoot) shadows.set(frameHostOf(scene, node) ?? node.host, node)

  function write(node: Node, depth: number): void {
    const mark = `${' '.repeat(depth)}${scene.ids.get(node) ?? '-'} `
    if (dom.isCharacterData(node)) lines.push(mark + JSON.stringify(dom.dataOf(node)))
    else if (dom.isElement(node)) lines.push(mark + dom.localNameOf(node) + attributes(node) + state(node))
    else if (node instanceof ShadowRoot) lines.push(`${mark}shadow`)
    const shadow = shadows.get(node)
    if (shadow) write(shadow, depth + 1)
    for (let child = dom.firstChildOf(node); child; child = dom.nextOf(child)) write(child, depth + 1)
  }
  const root = dom.rootElement()
  if (root) write(root, 0)
  return lines.join('\n')
}

function attributes(element: Element): string {
  const list = dom.attributesOf(element)
  const found: string[] = []
  for (let i = 0; i < list.length; i++) {
    const { name, value } = list[i]!
    // Two frames mint different addresses for the same bytes.
    found.push(` ${name}=${JSON.stringify(value.replace(/blob:[^"')\s]*/g, 'blob:'))}`)
  }
  return found.sort().join('')
}

function state(element: Element): string {
  const parts: string[] = []
  const x = dom.scrollLeftOf(element)
  const y = dom.scrollTopOf(element)
  if (x || y) parts.push(`scroll ${Math.round(x)},${Math.round(y)}`)
  if (element instanceof HTMLInputElement) parts.push(`value ${JSON.stringify(dom.inputValueOf(element))} ${dom.isChecked(element)}`)
  if (element instanceof HTMLTextAreaElement) parts.push(`value ${JSON.stringify(dom.areaValueOf(element))}`)
  if (element instanceof HTMLOptionElement && dom.isSelected(element)) parts.push('selected')
  return parts.map((part) => ` | ${part}`).join('')
}
