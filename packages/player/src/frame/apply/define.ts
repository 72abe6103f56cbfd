import type { EventOf } from '@playhead/wire'
import * as dom from '../dom.ts'
import { undefinedMark } from '../rebuild/element.ts'
import type { Scene } from '../scene.ts'

/** Here every custom element is defined; what the page knew as undefined bears a mark that `:defined` asks for. */
export function applyDefine(scene: Scene, { name, defined }: EventOf<'define'>): void {
  if (defined) scene.undefinedNames.delete(name)
  else scene.undefinedNames.add(name)
  for (const node of scene.nodes)
    if (dom.isElement(node) && dom.localNameOf(node) === name) {
      if (defined) dom.removeAttribute(node, undefinedMark)
      else dom.setAttribute(node, undefinedMark, '')
    }
  scene.dirty.tree = true
}
