import { buildHtml, type EventOf, innerNamespace, type Namespace } from '@playhead/wire'
import * as dom from '../dom.ts'
import { createTarget } from '../rebuild/target.ts'
import { recordedName, type Scene, standsInFrame } from '../scene.ts'

export function applyAdd(scene: Scene, event: EventOf<'add'>): void {
  const parent = scene.nodes[event.parent]
  const first = scene.nextId
  // Nodes of a parent that is not here are still counted, or every later id would be wrong.
  const place = parent ?? dom.createFragment()
  if (!parent) scene.miss('node', 'an addition to an unknown node', event.parent)
  const before = event.before ? (scene.nodes[event.before] ?? null) : null
  scene.isInFrame = standsInFrame(scene, place)
  scene.nextId = buildHtml(
    event.html,
    event,
    { parent: place, parentId: event.parent, before, namespace: namespaceWithin(scene, parent), firstId: first },
    createTarget(scene),
  )
  scene.isInFrame = false
  for (let id = first; id < scene.nextId; id++) scene.changedMs.set(scene.nodes[id]!, event.timeMs)
  scene.dirty.tree = true
}

function namespaceWithin(scene: Scene, parent: Node | undefined): Namespace {
  if (!dom.isElement(parent)) return 'html'
  const uri = dom.namespaceOf(parent)
  const own: Namespace = uri?.endsWith('/svg') ? 'svg' : uri?.endsWith('MathML') ? 'math' : 'html'
  return innerNamespace(recordedName(scene, parent), own)
}
