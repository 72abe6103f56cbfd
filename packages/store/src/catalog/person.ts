import { hashPerson } from '../erasure/tombstone.ts'
import type { NewChunk } from './catalog.ts'

/** A visitor, or a user that the site named. `hash` is what {@link hashPerson} makes: no name lies in the catalog. */
export interface Person {
  readonly kind: 'visitor' | 'user'
  readonly hash: string
}

/** Whom a chunk names, each once: with a `start` the visitor of its tab, with an `identify` a user. @see docs/storage-format.md#L33 */
export function peopleOf({ project, signals }: Pick<NewChunk, 'project' | 'signals'>): Person[] {
  const people = new Map<string, Person>()
  for (const signal of signals) {
    if (signal.type !== 'start' && signal.type !== 'identify') continue
    const [kind, id] = signal.type === 'start' ? (['visitor', signal.visitor] as const) : (['user', signal.user] as const)
    const name = `${kind} ${id}`
    if (!people.has(name)) people.set(name, { kind, hash: hashPerson(kind, project, id) })
  }
  return [...people.values()]
}
