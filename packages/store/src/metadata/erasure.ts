import { randomBytes } from 'node:crypto'
import type { ErasureReceipt, Metadata, Tombstone } from './metadata.ts'
import type { MetadataDatabase } from './migration.ts'

/** A setting that stands from when notes are deleted until the disk is wiped of them: whoever deletes next wipes where that failed. */
const unwiped = 'notes to wipe'
/** How many sessions one statement names: a database takes only so many values. */
const mostNamed = 500

/** What was erased, and what is not taken any more. */
export function createErasures({ db, wipe }: MetadataDatabase): Pick<Metadata, 'tombstones' | 'erasures'> {
  const deleteNotesOf = (project: string, sessions: readonly string[]): Promise<number> =>
    db.transaction().execute(async (tx) => {
      const deleting = tx.deleteFrom('note').where('project', '=', project).where('session', 'in', sessions)
      const count = Number((await deleting.executeTakeFirst()).numDeletedRows)
      if (!count) return 0
      const value = randomBytes(12).toString('base64url')
      await tx
        .insertInto('setting')
        .values({ name: unwiped, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
      return count
    })
  /** Wiping is costly, and locks the table: it is done only where something was deleted. */
  async function wipeDeleted(): Promise<boolean> {
    const row = await db.selectFrom('setting').select('value').where('name', '=', unwiped).executeTakeFirst()
    if (!row) return true
    if (!(await wipe())) return false
    // Another value: another server deleted some meanwhile, and has them wiped.
    await db.deleteFrom('setting').where('name', '=', unwiped).where('value', '=', row.value).execute()
    return true
  }
  return {
    tombstones: {
      async list() {
        const rows = await db.selectFrom('tombstone').selectAll().execute()
        return rows.map(({ project, kind, name, why, is_settled }) => ({
          project,
          kind: kind as Tombstone['kind'],
          name,
          why: why as Tombstone['why'],
          isSettled: is_settled === 1,
        }))
      },
      async put({ project, kind, name, why, isSettled }) {
        const row = { why, is_settled: isSettled ? 1 : 0 }
        await db
          .insertInto('tombstone')
          .values({ project, kind, name, ...row, at: new Date().toISOString() })
          .onConflict((conflict) => conflict.columns(['project', 'kind', 'name']).doUpdateSet(row))
          .execute()
      },
      async delete({ project, kind, name }) {
        await db.deleteFrom('tombstone').where('project', '=', project).where('kind', '=', kind).where('name', '=', name).execute()
      },
    },
    erasures: {
      async add(receipt) {
        const { id, project, at, by } = receipt
        await db
          .insertInto('erasure')
          .values({ id, project, at, by, receipt: JSON.stringify(receipt) })
          .execute()
      },
      async list(project) {
        const rows = await db.selectFrom('erasure').selectAll().where('project', '=', project).orderBy('at', 'desc').limit(1_000).execute()
        return rows.map(({ receipt }) => JSON.parse(receipt) as ErasureReceipt)
      },
      async deleteNotes(project, sessions) {
        let count = 0
        for (let at = 0; at < sessions.length; at += mostNamed) count += await deleteNotesOf(project, sessions.slice(at, at + mostNamed))
        await wipeDeleted()
        return count
      },
      wipe: wipeDeleted,
    },
  }
}
