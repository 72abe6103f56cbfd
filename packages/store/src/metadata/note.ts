import type { Kysely } from 'kysely'
import type { Metadata, Note } from './metadata.ts'
import type { MetadataTables } from './migration.ts'

export function createNotes(db: Kysely<MetadataTables>): Metadata['notes'] {
  return {
    async list(project, session) {
      const rows = await db
        .selectFrom('note')
        .selectAll()
        .where('project', '=', project)
        .where('session', '=', session)
        .orderBy('at_ms')
        .orderBy('created_at')
        .execute()
      return rows.map(noteFrom)
    },
    async put(place, { id, atMs, text, author }) {
      const row = await db
        .insertInto('note')
        .values({ ...place, id, at_ms: Math.round(atMs), text, author, created_at: new Date().toISOString() })
        .onConflict((conflict) => conflict.columns(['project', 'session', 'id']).doUpdateSet({ at_ms: Math.round(atMs), text }))
        .returningAll()
        .executeTakeFirstOrThrow()
      return noteFrom(row)
    },
    async delete({ project, session }, id) {
      const { numDeletedRows } = await db
        .deleteFrom('note')
        .where('project', '=', project)
        .where('session', '=', session)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const noteFrom = ({ id, at_ms, text, author, created_at }: MetadataTables['note']): Note => ({
  id,
  atMs: at_ms,
  text,
  author,
  createdAt: created_at,
})
