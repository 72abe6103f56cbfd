import { createHash } from 'node:crypto'
import type { Metadata, Tombstone } from '../metadata/metadata.ts'

/** Writes down of what nothing is taken any more. @see docs/storage-format.md#L24 */
export interface TombstoneBook {
  /** Durable when it resolves. An erasure outranks a withdrawal. */
  add(tombstone: Pick<Tombstone, 'project' | 'kind' | 'why'> & { id: string }): Promise<void>
  /** Nothing of it is left. */
  settle(project: string, session: string): Promise<void>
  /** Sessions whose erasure was cut short. */
  unsettled(): Promise<Tombstone[]>
}
/** The same, and what is known to be gone, in memory. */
export interface Tombstones extends TombstoneBook {
  ofSession(project: string, session: string): Tombstone | undefined
  ofVisitor(project: string, visitor: string): Tombstone | undefined
}

/** A visitor's id is not kept where everything else of them is gone; whether it is the same one can still be told. */
export const hashVisitor = (project: string, visitor: string): string =>
  createHash('sha256').update(`visitor\0${project}\0${visitor}`).digest('base64url')

export async function openTombstones({ tombstones }: Pick<Metadata, 'tombstones'>): Promise<Tombstones> {
  const nameOf = ({ project, kind, name }: Pick<Tombstone, 'project' | 'kind' | 'name'>): string => `${kind} ${project} ${name}`
  const known = new Map((await tombstones.list()).map((row) => [nameOf(row), row]))
  /** What is being written, by its name; it is obeyed from when that begins. */
  const writing = new Map<string, Promise<void>>()
  const find = (project: string, kind: Tombstone['kind'], id: string): Tombstone | undefined =>
    known.size ? known.get(nameOf({ project, kind, name: kind === 'visitor' ? hashVisitor(project, id) : id })) : undefined
  async function write(row: Tombstone): Promise<void> {
    const name = nameOf(row)
    const before = known.get(name)
    known.set(name, row)
    try {
      await tombstones.put(row)
    } catch (error) {
      // Else whoever asks again would be told that it is written.
      if (before) known.set(name, before)
      else known.delete(name)
      throw error
    }
  }
  async function add(row: Tombstone): Promise<void> {
    const name = nameOf(row)
    const before = known.get(name)
    const isThere = before?.why === 'erased' || before?.why === row.why
    const other = writing.get(name)
    // Whoever asks for what is being written shares its fate.
    if (isThere) return other
    if (other) {
      await other.catch(() => undefined)
      return add(row)
    }
    const done = write(row).finally(() => writing.delete(name))
    writing.set(name, done)
    return done
  }
  return {
    ofSession: (project, session) => find(project, 'session', session),
    ofVisitor: (project, visitor) => find(project, 'visitor', visitor),
    add: ({ project, kind, id, why }) =>
      add({
        project,
        kind,
        name: kind === 'visitor' ? hashVisitor(project, id) : id,
        why,
        isSettled: kind === 'visitor' || why === 'withdrawn',
      }),
    async settle(project, session) {
      const row = find(project, 'session', session)
      if (!row) return
      const settled = { ...row, isSettled: true }
      await tombstones.put(settled)
      known.set(nameOf(settled), settled)
    },
    unsettled: async () => [...known.values()].filter(({ isSettled }) => !isSettled),
  }
}
