import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

export function applyInput(scene: Scene, event: EventOf<'input'>): void {
  const node = scene.nodes[event.id]
  if (node instanceof HTMLInputElement) {
    // A file input takes no value from anyone.
    if (event.value !== undefined && dom.getAttribute(node, 'type')?.toLowerCase() !== 'file') dom.setInputValue(node, event.value)
    if (event.checked !== undefined) dom.setChecked(node, event.checked)
  } else if (node instanceof HTMLTextAreaElement) {
    if (event.value !== undefined) dom.setAreaValue(node, event.value)
  } else if (node instanceof HTMLSelectElement) {
    const chosen = new Set(event.selected)
    const options = dom.optionsOf(node)
    if (event.selected) for (let i = 0; i < options.length; i++) dom.setSelected(options[i]!, chosen.has(i))
  } else scene.miss('node', 'input of an unknown control', event.id)
}
