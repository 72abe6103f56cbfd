import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { StoreError } from '../error.ts'
import type { Metadata, ViewPage } from './metadata.ts'
import type { MetadataTables } from './migration.ts'

/** A session that is still recorded is asked for every few seconds: that is one view, told anew after this time. */
const sameViewMs = 600_000

interface ViewRow {
  readonly session: string
  readonly at: string
  readonly user_id: string | null
  readonly token_id: string | null
  readonly email: string | null
}
function viewFrom({ session, at, user_id, token_id, email }: ViewRow): ViewPage['items'][number] {
  const by = email ?? (user_id === null ? (token_id === 'control' ? 'command' : `token ${token_id}`) : `user ${user_id}`)
  return { session, at, by }
}

/** Counters of refusals, the log of views, and settings. */
export function createRecords(db: Kysely<MetadataTables>): Pick<Metadata, 'refusals' | 'views' | 'secret'> {
  return {
    refusals: {
      async add(project, code, detail, count) {
        const row = { project, code, count, last_at: new Date().toISOString(), detail: detail.slice(0, 500) }
        await db
          .insertInto('refusal')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['project', 'code'])
              .doUpdateSet({ count: sql<number>`refusal.count + excluded.count`, last_at: row.last_at, detail: row.detail }),
          )
          .execute()
      },
      async list(project) {
        const rows = await db.selectFrom('refusal').selectAll().where('project', '=', project).orderBy('last_at', 'desc').execute()
        return rows.map(({ code, count, last_at, detail }) => ({ code, count, lastAt: last_at, detail }))
      },
    },
    views: {
      async add({ project, session, userId, tokenId }) {
        const sinceAt = new Date(Date.now() - sameViewMs).toISOString()
        const before = await db
          .selectFrom('view')
          .select('id')
          .where('project', '=', project)
          .where('session', '=', session)
          .where('user_id', 'is not distinct from', userId)
          .where('token_id', 'is not distinct from', tokenId)
          .where('at', '>', sinceAt)
          .executeTakeFirst()
        if (before) return
        await db.insertInto('view').values({ project, session, user_id: userId, token_id: tokenId, at: new Date().toISOString() }).execute()
      },
      async list(project, { limit = 100, cursor } = {}) {
        if (cursor && !/^\d{1,15}$/.test(cursor)) throw new StoreError('bad-question', 'The cursor belongs to another list.')
        const rows = await db
          .selectFrom('view')
          .leftJoin('user', 'user.id', 'view.user_id')
          .select(['view.id', 'view.session', 'view.at', 'view.user_id', 'view.token_id', 'user.email'])
          .where('view.project', '=', project)
          .where('view.id', '<', cursor ? Number(cursor) : Number.MAX_SAFE_INTEGER)
          .orderBy('view.id', 'desc')
          .limit(limit + 1)
          .execute()
        const items = rows.slice(0, limit)
        return { items: items.map(viewFrom), nextCursor: rows.length > limit ? String(items.at(-1)!.id) : null }
      },
    },
    async secret() {
      await db
        .insertInto('setting')
        .values({ name: 'secret', value: randomBytes(32).toString('base64url') })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const { value } = await db.selectFrom('setting').select('value').where('name', '=', 'secret').executeTakeFirstOrThrow()
      return new Uint8Array(Buffer.from(value, 'base64url'))
    },
  }
}
