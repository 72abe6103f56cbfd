import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'

/** Of custom elements: the frame's own have nothing but their states. */
const states = new WeakMap<Element, CustomStateSet>()

export function applyElementState(scene: Scene, event: EventOf<'elementState'>): void {
  const node = scene.nodes[event.id]
  const { name, on } = event
  if (!dom.isElement(node)) scene.miss('node', 'a state of an unknown element', event.id)
  else if (name === ':target' || name === ':user-invalid') mark(node, `ph-${name.slice(1)}`, on)
  else if (!(node instanceof HTMLElement)) scene.miss('event', `the state ${name} of an element`, event.id)
  else if (dom.localNameOf(node).includes('-')) setCustomState(scene, node, event)
  else if (name === 'indeterminate' && node instanceof HTMLInputElement) dom.setIndeterminate(node, on)
  else if (name !== 'invalid' || !dom.setValidity(node, on ? 'x' : '')) scene.miss('event', `the state ${name} of an element`, event.id)
}

function mark(element: Element, name: string, on: boolean): void {
  if (on) dom.setAttribute(element, name, '')
  else dom.removeAttribute(element, name)
}

function setCustomState(scene: Scene, element: HTMLElement, { id, name, on }: EventOf<'elementState'>): void {
  try {
    const held = states.get(element) ?? dom.statesOf(element)
    states.set(element, held)
    if (on) held.add(name)
    else held.delete(name)
  } catch {
    scene.miss('event', 'a state of a custom element', id)
  }
}
