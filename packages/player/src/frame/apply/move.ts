import type { EventOf } from '@playhead/wire'
import { moveNode } from '../rebuild/target.ts'
import type { Scene } from '../scene.ts'

export function applyMove(scene: Scene, event: EventOf<'move'>): void {
  const node = scene.nodes[event.id]
  const parent = scene.nodes[event.parent]
  if (!node || !parent) {
    scene.miss('node', 'a move of an unknown node', event.id)
    return
  }
  moveNode(scene, parent, node, event.before ? (scene.nodes[event.before] ?? null) : null)
  scene.dirty.tree = true
}
