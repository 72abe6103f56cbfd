import { buildNumbered, type EventOf, innerNamespace, type Namespace } from '@playhead/wire'
import * as dom from '../dom.ts'
import { createTarget } from '../rebuild/target.ts'
import { recordedName, type Scene, standsInFrame } from '../scene.ts'

export function applyAdd(scene: Scene, event: EventOf<'add'>): void {
  const parent = scene.nodes[event.parent]
  // Nodes of a parent that is not here are still counted, or every later id would be wrong.
  const place = parent ?? dom.createFragment()
  if (!parent) scene.miss('node', 'an addition to an unknown node', event.parent)
  const before = event.before ? (scene.nodes[event.before] ?? null) : null
  const at = { parent: place, parentId: event.parent, before, namespace: namespaceWithin(scene, parent) }
  scene.isInFrame = standsInFrame(scene, place)
  const target = createTarget(scene, (node) => scene.changedMs.set(node, event.timeMs))
  buildNumbered(event.html, event, at, scene.numbers, target)
  scene.isInFrame = false
  scene.dirty.tree = true
}

function namespaceWithin(scene: Scene, parent: Node | undefined): Namespace {
  if (!dom.isElement(parent)) return 'html'
  const uri = dom.namespaceOf(parent)
  const own: Namespace = uri?.endsWith('/svg') ? 'svg' : uri?.endsWith('MathML') ? 'math' : 'html'
  return innerNamespace(recordedName(scene, parent), own)
}
