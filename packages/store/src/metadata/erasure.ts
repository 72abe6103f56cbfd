import type { ErasureReceipt, Metadata, Tombstone } from './metadata.ts'
import type { MetadataDatabase } from './migration.ts'

/** What was erased, and what is not taken any more. */
export function createErasures({ db, wipe }: MetadataDatabase): Pick<Metadata, 'tombstones' | 'erasures'> {
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
      async deleteNotes(project, session) {
        const { numDeletedRows } = await db
          .deleteFrom('note')
          .where('project', '=', project)
          .where('session', '=', session)
          .executeTakeFirst()
        await wipe()
        return Number(numDeletedRows)
      },
    },
  }
}
