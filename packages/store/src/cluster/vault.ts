import { sql } from 'kysely'
import { type ObjectVault, openAssetVault } from '../asset-vault.ts'
import type { ByteStore } from '../bytes/byte-store.ts'
import type { Db } from './lease.ts'
import { gateLock } from './register.ts'

/** Assets that servers share: objects in the bucket, and rows that say which are there, as one query costs less than a request each. */
export function createSharedVault(db: Db, bytes: ByteStore): ObjectVault {
  const vault = openAssetVault(bytes)
  const keyOf = (project: string, hash: string): string => `assets/${project}/${hash}`
  const forget = async (tx: Db, project: string, hash: string): Promise<boolean> => {
    const { rows } = await sql`DELETE FROM stored_asset WHERE project = ${project} AND hash = ${hash} RETURNING 1`.execute(tx)
    return rows.length > 0
  }
  return {
    async has(project, hash) {
      const { rows } = await sql`SELECT FROM stored_asset WHERE project = ${project} AND hash = ${hash}`.execute(db)
      return rows.length > 0
    },
    async put(project, hash, mime, content) {
      // Another server may be removing what was there before: then it is put again.
      do {
        await vault.put(project, hash, mime, content)
        await sql`INSERT INTO stored_asset (project, hash, size_bytes) VALUES (${project}, ${hash}, ${content.length})
          ON CONFLICT DO NOTHING`.execute(db)
      } while ((await bytes.size(keyOf(project, hash))) === null)
    },
    async get(project, hash) {
      const found = await vault.get(project, hash)
      // Damaged or gone: the next page that refers to it is asked for its bytes.
      if (!found) await forget(db, project, hash)
      return found
    },
    check: vault.check,
    async remove(project, hash, isUsed) {
      const isFree = await db.transaction().execute(async (tx) => {
        // Nobody refers to it between the question and the answer.
        await sql`SELECT pg_advisory_xact_lock(${sql.lit(gateLock)})`.execute(tx)
        if (await isUsed()) return false
        await forget(tx, project, hash)
        return true
      })
      if (!isFree) return false
      const wasThere = await vault.remove(project, hash, async () => false)
      await forget(db, project, hash)
      return wasThere
    },
  }
}
