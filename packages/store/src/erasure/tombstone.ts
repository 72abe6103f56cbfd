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

export async function openTombstones({ tombstones }: Metadata): Promise<Tombstones> {
  const nameOf = ({ project, kind, name }: Pick<Tombstone, 'project' | 'kind' | 'name'>): string => `${kind} ${project} ${name}`
  const known = new Map((await tombstones.list()).map((row) => [nameOf(row), row]))
  const find = (project: string, kind: Tombstone['kind'], id: string): Tombstone | undefined =>
    known.size ? known.get(nameOf({ project, kind, name: kind === 'visitor' ? hashVisitor(project, id) : id })) : undefined
  return {
    ofSession: (project, session) => find(project, 'session', session),
    ofVisitor: (project, visitor) => find(project, 'visitor', visitor),
    async add({ project, kind, id, why }) {
      if (find(project, kind, id)?.why === 'erased' || find(project, kind, id)?.why === why) return
      const row: Tombstone = {
        project,
        kind,
        name: kind === 'visitor' ? hashVisitor(project, id) : id,
        why,
        isSettled: kind === 'visitor' || why === 'withdrawn',
      }
      known.set(nameOf(row), row)
      await tombstones.put(row)
    },
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
