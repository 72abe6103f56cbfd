import { expect, test } from 'vitest'
import { createDocumentModel, type DocumentModel } from '../document.ts'
import type { DomEvent } from '../event.ts'
import { createCheckpointer } from './checkpointer.ts'

const rowCount = 60
const html = `<html><head></head><body>${Array.from({ length: rowCount }, (_, i) => `<p>row ${i}</p>`).join('')}</body></html>`
const keyframe: DomEvent = {
  type: 'keyframe', timeMs: 1000, html, doctype: '', url: '', base: '', nodes: 4 + rowCount * 2, width: 800, height: 600,
  scrollX: 0, scrollY: 0, splits: [], empties: [],
} // prettier-ignore
const body = 4

/** Rounds in which every row gives way to a new one, or only the first gets a new class. */
function rounds(count: number, isNew: boolean): DomEvent[][] {
  const rows = Array.from({ length: rowCount }, (_, i) => body + 1 + i * 2)
  let lastId = keyframe.type === 'keyframe' ? keyframe.nodes : 0
  return Array.from({ length: count }, (_, round) => {
    const timeMs = 2000 + round * 100
    return rows.flatMap((id, i): DomEvent[] => {
      if (!isNew) return [{ type: 'attribute', timeMs, id: rows[0]!, name: 'class', value: `c${round}-${i}` }]
      rows[i] = lastId + 1
      lastId += 2
      return [
        { type: 'add', timeMs, parent: body, before: id, html: `<p>row ${round} ${i}</p>`, splits: [], empties: [] },
        { type: 'remove', timeMs, id },
      ]
    })
  })
}
const pageOf = (events: readonly DomEvent[]): DocumentModel => {
  const model = createDocumentModel()
  for (const event of events) model.apply(event)
  return model
}

for (const isNew of [true, false])
  test(`a checkpoint is ${isNew ? 'the whole page, where all is new' : 'what differs, where little does'}`, () => {
    const checkpointer = createCheckpointer()
    const chunks = [[keyframe], ...rounds(200, isNew)]
    let made = 0
    for (const [seq, events] of chunks.entries()) {
      const checkpoint = checkpointer.add(seq, events)
      if (!checkpoint) continue
      made++
      expect(checkpoint.events.some(({ type }) => type === 'keyframe')).toBe(isNew)
      const from = isNew ? [] : chunks.slice(0, checkpoint.fromSeq + (checkpoint.fromSeq ? 0 : 1)).flat()
      const led = pageOf([...from, ...checkpoint.events])
      const played = pageOf(chunks.slice(0, seq).flat())
      expect(led.html()).toBe(played.html())
      expect(led.lastId).toBe(played.lastId)
    }
    expect(made).toBeGreaterThan(1)
  })
