import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { StoreError } from '../error.ts'
import type { Metadata, Project } from './metadata.ts'
import type { MetadataTables } from './migration.ts'

export function createProjects(db: Kysely<MetadataTables>): Metadata['projects'] {
  const byId = async (id: string): Promise<Project | null> =>
    orNull(await db.selectFrom('project').selectAll().where('id', '=', id).executeTakeFirst())
  return {
    byId,
    async create({ name, origins, id = idFrom(name) }) {
      const project: Project = {
        id,
        name,
        origins: [...origins],
        writeKey: `pk_${randomBytes(16).toString('base64url')}`,
        createdAt: new Date().toISOString(),
      }
      try {
        await db.insertInto('project').values(rowFrom(project)).execute()
      } catch (error) {
        if (await byId(id)) throw new StoreError('taken', `There is a project with the id ${id} already.`, { cause: error })
        throw error
      }
      return project
    },
    async list() {
      const rows = await db.selectFrom('project').selectAll().orderBy('created_at').orderBy('id').execute()
      return rows.map(projectFrom)
    },
    byWriteKey: async (writeKey) => orNull(await db.selectFrom('project').selectAll().where('write_key', '=', writeKey).executeTakeFirst()),
    async setOrigins(id, origins) {
      await db
        .updateTable('project')
        .set({ origins: JSON.stringify(origins) })
        .where('id', '=', id)
        .execute()
      return byId(id)
    },
  }
}

type Row = MetadataTables['project']
const orNull = (row: Row | undefined): Project | null => (row ? projectFrom(row) : null)
const projectFrom = ({ id, name, origins, write_key, created_at }: Row): Project => ({
  id,
  name,
  origins: JSON.parse(origins) as string[],
  writeKey: write_key,
  createdAt: created_at,
})
const rowFrom = ({ id, name, origins, writeKey, createdAt }: Project): Row => ({
  id,
  name,
  origins: JSON.stringify(origins),
  write_key: writeKey,
  created_at: createdAt,
})

/** `My Shop!` → `my-shop-k3f9a2`. */
function idFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
  return `${slug || 'project'}-${randomBytes(3).toString('hex')}`
}
