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
  /** Where in `kept` the last change of one thing stands; styles apart, as shifts need the one before them. */
  const places = new Map<string, number>()
  const styles = new Map<string, number>()
  let restyleAt = -1
  const replace = (one: Passed<P>, known: Map<string, number>, key: string): void => {
    const place = known.get(key) ?? kept.length
    known.set(key, place)
    kept[place] = one
  }
  for (const one of passed) {
    const { event } = one
    if (event.type === 'text') replace(one, places, `${event.id}`)
    else if (event.type === 'attribute') {
      const isStyle = event.name === 'style'
      const known = isStyle ? styles : places
      const key = `${event.id} ${event.name}`
      // One that is set anew takes no more shifts of before.
      if (isStyle) restyleAt = -1
      if (event.value !== undefined) replace(one, known, key)
      else {
        // One that goes and comes back stands last among its element's attributes.
        known.delete(key)
        kept.push(one)
      }
    } else if (event.type === 'restyle') {
      const before = kept[restyleAt]?.event
      const merged = before?.type === 'restyle' ? sum(before, event) : null
      if (merged) kept[restyleAt] = { event: merged, after: one.after }
      else {
        styles.clear()
        restyleAt = kept.push(one) - 1
      }
    } else {
      kept.push(one)
      if (event.type === 'scroll') continue
      places.clear()
      styles.clear()
      restyleAt = -1
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
