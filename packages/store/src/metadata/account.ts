import type { Kysely } from 'kysely'
import { StoreError } from '../error.ts'
import type { Metadata, User } from './metadata.ts'
import type { MetadataTables } from './migration.ts'
import { createId, createSecret, hashSecret } from './secret.ts'

const signInDays = 30

/** Users, their signed-in browsers, and the token of the first run. */
export function createAccounts(db: Kysely<MetadataTables>): Pick<Metadata, 'users' | 'signIns' | 'setupToken'> {
  const byEmail: Metadata['users']['byEmail'] = async (email) => {
    const row = await db.selectFrom('user').selectAll().where('email', '=', email.trim().toLowerCase()).executeTakeFirst()
    return row ? { ...userFrom(row), passwordHash: row.password_hash } : null
  }
  return {
    users: {
      byEmail,
      async create({ name, email, passwordHash }) {
        const user: User = { id: createId(), name, email: email.trim().toLowerCase(), createdAt: new Date().toISOString() }
        try {
          await db
            .insertInto('user')
            .values({ id: user.id, name, email: user.email, password_hash: passwordHash, created_at: user.createdAt })
            .execute()
        } catch (error) {
          if (await byEmail(user.email)) throw new StoreError('taken', `There is an account for ${user.email} already.`, { cause: error })
          throw error
        }
        return user
      },
      async list() {
        return (await db.selectFrom('user').selectAll().orderBy('created_at').orderBy('id').execute()).map(userFrom)
      },
      async setPassword(id, passwordHash) {
        await db.transaction().execute(async (tx) => {
          await tx.updateTable('user').set({ password_hash: passwordHash }).where('id', '=', id).execute()
          await tx.deleteFrom('sign_in').where('user_id', '=', id).execute()
        })
      },
      async count() {
        const { n } = await db
          .selectFrom('user')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
        return n
      },
    },
    signIns: {
      async create(userId, passwordHash) {
        const token = createSecret('ps_')
        const now = new Date()
        const expiresAt = new Date(now.getTime() + signInDays * 86_400_000).toISOString()
        await db.deleteFrom('sign_in').where('expires_at', '<', now.toISOString()).execute()
        const isCurrent = await db.transaction().execute(async (tx) => {
          // Written, so that who sets another password comes before, or waits, and then ends this sign-in, too.
          const { numUpdatedRows } = await tx
            .updateTable('user')
            .set({ password_hash: passwordHash })
            .where('id', '=', userId)
            .where('password_hash', '=', passwordHash)
            .executeTakeFirst()
          if (!numUpdatedRows) return false
          await tx
            .insertInto('sign_in')
            .values({ hash: hashSecret(token), user_id: userId, expires_at: expiresAt })
            .execute()
          return true
        })
        return isCurrent ? { token, expiresAt } : null
      },
      async verify(token) {
        const row = await db
          .selectFrom('sign_in')
          .innerJoin('user', 'user.id', 'sign_in.user_id')
          .selectAll('user')
          .where('hash', '=', hashSecret(token))
          .where('expires_at', '>', new Date().toISOString())
          .executeTakeFirst()
        return row ? userFrom(row) : null
      },
      async delete(token) {
        await db.deleteFrom('sign_in').where('hash', '=', hashSecret(token)).execute()
      },
    },
    setupToken: {
      async create() {
        const token = createSecret('')
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('setup_token').execute()
          await tx
            .insertInto('setup_token')
            .values({ hash: hashSecret(token) })
            .execute()
        })
        return token
      },
      async use(token) {
        const { numDeletedRows } = await db.deleteFrom('setup_token').where('hash', '=', hashSecret(token)).executeTakeFirst()
        return numDeletedRows > 0n
      },
      async verify(token) {
        return (await db.selectFrom('setup_token').selectAll().where('hash', '=', hashSecret(token)).executeTakeFirst()) !== undefined
      },
    },
  }
}

const userFrom = ({ id, name, email, created_at }: MetadataTables['user']): User => ({ id, name, email, createdAt: created_at })
