import type { DomEvent, EventOf } from '@playhead/wire'

interface Passed<P> {
  readonly event: DomEvent
  readonly after: P
}

/**
 * What changes more than once between two pictures, as its last change alone: nobody sees the others. Texts, attributes
 * and styles that follow on each other are merged; anything else is a border that nothing is taken across.
 */
export function mergeChanges<P>(passed: readonly Passed<P>[]): Passed<P>[] {
  const kept: Passed<P>[] = []
  /** Where in `kept` the last change of one thing stands. */
  const places = new Map<string, number>()
  let restyleAt = -1
  for (const one of passed) {
    const { event } = one
    let key = ''
    if (event.type === 'text') key = `${event.id}`
    // One that goes and comes back stands last among its element's attributes.
    else if (event.type === 'attribute') key = event.value === undefined ? '' : `${event.id} ${event.name}`
    if (event.type === 'attribute') {
      if (!key) places.delete(`${event.id} ${event.name}`)
      // One that is set anew takes no more shifts of before.
      if (event.name === 'style') restyleAt = -1
    } else if (event.type === 'restyle') {
      const before = kept[restyleAt]?.event
      const merged = before?.type === 'restyle' ? sum(before, event) : null
      if (merged) {
        kept[restyleAt] = { event: merged, after: one.after }
        continue
      }
      restyleAt = kept.length
      // What shifts a style needs the one before it.
      for (const known of places.keys()) if (known.endsWith(' style')) places.delete(known)
    } else if (!key && event.type !== 'scroll') {
      places.clear()
      restyleAt = -1
    }
    const place = places.get(key)
    if (place !== undefined) kept[place] = one
    else {
      if (key) places.set(key, kept.length)
      kept.push(one)
    }
  }
  return kept
}

/** One after the other as one; null: they are not of the same elements, or a number comes back to where it was and is written anew. */
function sum(a: EventOf<'restyle'>, b: EventOf<'restyle'>): EventOf<'restyle'> | null {
  if (a.ids.length !== b.ids.length || a.shifts.length !== b.shifts.length) return null
  if (a.ids.some((id, i) => id !== b.ids[i])) return null
  const shifts = a.shifts.map((shift, i) => shift + b.shifts[i]!)
  return shifts.some((shift, i) => !shift && a.shifts[i]) ? null : { ...b, shifts }
}
