import { createHash } from 'node:crypto'
import type { Metadata, Tombstone, TombstoneName } from '../metadata/metadata.ts'

/** Writes down of what nothing is taken any more. @see docs/storage-format.md#L24 */
export interface TombstoneBook {
  /** Durable when it resolves. Where one stands already: {@link mergeTombstone}. */
  add(name: TombstoneName, why: Tombstone['why']): Promise<void>
  /** Nothing is left to be done for it. One whose sessions were only sought goes. */
  settle(name: TombstoneName): Promise<void>
  /** Sessions whose erasure was cut short, visitors and users whose sessions are yet to be found. */
  unsettled(): Promise<Tombstone[]>
}
/** The same, and what is known to be gone, in memory. */
export interface Tombstones extends TombstoneBook {
  ofSession(project: string, session: string): Tombstone | undefined
  ofVisitor(project: string, visitor: string): Tombstone | undefined
}

/** An id of a person is not kept where everything else of them is gone; whether it is the same one can still be told. */
export const hashPerson = (kind: 'visitor' | 'user', project: string, id: string): string =>
  createHash('sha256').update(`${kind}\0${project}\0${id}`).digest('base64url')
export const hashVisitor = (project: string, visitor: string): string => hashPerson('visitor', project, visitor)

/**
 * What stands after one was added: an erasure outranks a withdrawal, and is to be finished, also where it was finished once.
 * Who is sought and stood here before, or withdraws meanwhile, is refused also where nothing is found.
 */
export function mergeTombstone(before: Tombstone | undefined, name: TombstoneName, why: Tombstone['why']): Tombstone {
  if (!before) return { ...name, why, isSettled: why === 'withdrawn' }
  const isOutranked = why === 'withdrawn' ? before.why !== 'sought' : why === 'sought' && before.why === 'sought'
  return isOutranked || (before.why === 'erased' && !before.isSettled) ? before : { ...before, why: 'erased', isSettled: false }
}

export async function openTombstones({ tombstones }: Pick<Metadata, 'tombstones'>): Promise<Tombstones> {
  const nameOf = ({ project, kind, name }: TombstoneName): string => `${kind} ${project} ${name}`
  const known = new Map((await tombstones.list()).map((row) => [nameOf(row), row]))
  /** What is being written, by its name; it is obeyed from when that begins. */
  const writing = new Map<string, Promise<void>>()
  const remember = (name: TombstoneName, row: Tombstone | undefined): void => {
    if (row) known.set(nameOf(row), row)
    else known.delete(nameOf(name))
  }
  async function write(name: TombstoneName, row: Tombstone | undefined): Promise<void> {
    const before = known.get(nameOf(name))
    remember(name, row)
    try {
      await (row ? tombstones.put(row) : tombstones.delete(name))
    } catch (error) {
      // Else whoever asks again would be told that it is written.
      remember(name, before)
      throw error
    }
  }
  async function change(name: TombstoneName, to: (before: Tombstone | undefined) => Tombstone | undefined): Promise<void> {
    const key = nameOf(name)
    const before = known.get(key)
    const after = to(before)
    const other = writing.get(key)
    // Whoever asks for what is being written shares its fate.
    if (after === before) return other
    if (other) {
      await other.catch(() => undefined)
      return change(name, to)
    }
    const done = write(name, after).finally(() => writing.delete(key))
    writing.set(key, done)
    return done
  }
  const find = (name: () => TombstoneName): Tombstone | undefined => (known.size ? known.get(nameOf(name())) : undefined)
  return {
    ofSession: (project, session) => find(() => ({ project, kind: 'session', name: session })),
    ofVisitor: (project, visitor) => find(() => ({ project, kind: 'visitor', name: hashVisitor(project, visitor) })),
    add: (name, why) => change(name, (before) => mergeTombstone(before, name, why)),
    settle: (name) =>
      change(name, (before) => {
        if (!before || before.isSettled) return before
        return before.why === 'sought' ? undefined : { ...before, isSettled: true }
      }),
    unsettled: async () => [...known.values()].filter(({ isSettled }) => !isSettled),
  }
}
