import type { Kysely } from 'kysely'
import type { Metadata, Role } from './metadata.ts'
import type { MetadataTables } from './migration.ts'
import { createId, createSecret, hashSecret } from './secret.ts'

export function createTokens(db: Kysely<MetadataTables>): Metadata['tokens'] {
  return {
    async create({ project, role }) {
      const [id, token] = [createId(), createSecret('pt_')]
      await db
        .insertInto('token')
        .values({ id, hash: hashSecret(token), project, role, created_at: new Date().toISOString() })
        .execute()
      return { id, token }
    },
    async verify(token) {
      const row = await db.selectFrom('token').selectAll().where('hash', '=', hashSecret(token)).executeTakeFirst()
      return row ? { id: row.id, project: row.project, role: row.role as Role } : null
    },
    async list(project) {
      const rows = await db.selectFrom('token').selectAll().where('project', '=', project).orderBy('created_at').orderBy('id').execute()
      return rows.map(({ id, role, created_at }) => ({ id, role: role as Role, createdAt: created_at }))
    },
    async revoke(id) {
      const { numDeletedRows } = await db.deleteFrom('token').where('id', '=', id).executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
