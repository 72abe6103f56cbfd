import { type EventOf, restyled } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { Scene } from '../scene.ts'
import { applyAttribute } from './attribute.ts'

export function applyRestyle(scene: Scene, event: EventOf<'restyle'>): void {
  restyled(
    event,
    (id) => {
      const node = scene.nodes[id]
      if (!dom.isElement(node)) scene.miss('node', 'a style of an unknown node', id)
      else return scene.styles.get(node) ?? dom.getAttribute(node, 'style') ?? undefined
    },
    (id, value) => applyAttribute(scene, { type: 'attribute', timeMs: event.timeMs, id, name: 'style', value }),
  )
}
