import type { EventOf } from '../event.ts'
import type { ModelNode, NodeState } from '../tree.ts'
import { isSame, type Telling } from './telling.ts'

/** Tells what a node says and shows, beside where it stands. */
export function tellNode(telling: Telling, node: ModelNode): void {
  const { had, timeMs, events } = telling
  const { id } = node
  const was = had.get(node)
  if (was && node.kind === 'element') {
    for (const name of was.attributes.keys()) if (!node.attributes.has(name)) events.push({ type: 'attribute', timeMs, id, name })
    for (const [name, value] of node.attributes)
      if (was.attributes.get(name) !== value) events.push({ type: 'attribute', timeMs, id, name, value })
  } else if (was && was.data !== node.data) events.push({ type: 'text', timeMs, id, text: node.data })
  if (node.state || was?.state) tellState(telling, node, node.state ?? {}, was)
}

function tellState({ timeMs, events }: Telling, node: ModelNode, now: NodeState, was: ModelNode | undefined): void {
  const { id } = node
  const old = was?.state ?? {}
  const { value, checked, selected, css, sheet, foreign, media, image, slotted } = now
  const isNew = (name: keyof NodeState): boolean => now[name] !== undefined && !isSame(now[name], old[name])
  if (isNew('value') || isNew('checked') || isNew('selected'))
    events.push({ type: 'input', timeMs, id, value, checked, selected: selected && [...selected] })
  const [to, from] = [now.scroll ?? origin, old.scroll ?? origin]
  // Of the page itself a keyframe says where it stands.
  if ((to.x !== from.x || to.y !== from.y) && (was || node.parent)) events.push({ type: 'scroll', timeMs, id, x: to.x, y: to.y })
  if (css !== undefined && (isNew('css') || isReparsed(node, was))) events.push({ type: 'sheet', timeMs, owner: id, css })
  else if (css === undefined && old.css && node.kind !== 'element') events.push({ type: 'sheet', timeMs, owner: id, css: '' })
  const adopted = now.adopted ?? []
  if (!isSame(adopted, old.adopted ?? [])) events.push({ type: 'adopt', timeMs, id, sheets: [...adopted] })
  if (sheet && isNew('sheet')) events.push({ type: 'sheetState', timeMs, owner: id, ...sheet })
  if (foreign !== undefined && isNew('foreign')) events.push({ type: 'foreignFrame', timeMs, host: id, tab: foreign })
  if (media && isNew('media')) events.push(mediaAt(media, timeMs))
  if (image !== undefined && isNew('image')) events.push({ type: 'canvas', timeMs, id, image })
  if (slotted && isNew('slotted')) events.push({ type: 'slot', timeMs, id, nodes: [...slotted] })
  for (const name of old.states ?? []) if (!now.states?.includes(name)) events.push({ type: 'elementState', timeMs, id, name, on: false })
  for (const name of now.states ?? []) if (!old.states?.includes(name)) events.push({ type: 'elementState', timeMs, id, name, on: true })
}
const origin = { x: 0, y: 0 }

/** Whether the text of a `<style>` is told anew, by which it forgets what scripts made of it. */
function isReparsed(node: ModelNode, was: ModelNode | undefined): boolean {
  if (node.name !== 'style') return false
  let [a, b] = [node.first, was?.first ?? null]
  for (; a && b && a.id === b.id && a.data === b.data; a = a.next) b = b.next
  return a !== null || b !== null
}

const mediaAt = (media: EventOf<'media'>, timeMs: number): EventOf<'media'> => ({
  ...media,
  timeMs,
  atMs: Math.max(0, Math.round(media.atMs + (media.playing ? (timeMs - media.timeMs) * media.rate : 0))),
})
