import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { StoreError } from '../error.ts'
import type { MetadataTables } from '../metadata/migration.ts'
import { createQueue } from '../queue.ts'

/** What PostgreSQL is asked through: the connection, or a transaction of it. */
export type Db = Kysely<MetadataTables>

/** A right that one process at a time has, for as long as it says so. Times are PostgreSQL's: clocks of servers may differ. */
export interface Lease {
  readonly name: string
  /** Grows whenever another process takes it. */
  readonly fence: number
  /** Aborted when it is not sure any more that nobody else has it. */
  readonly lost: AbortSignal
  /** Within a transaction: what is written in it counts only while this process has the lease. Throws StoreError `lease-lost`. */
  check(tx: Db): Promise<void>
}
export interface Leases {
  /** This process, as others see it. */
  readonly holder: string
  /** Runs `work` once this process has the lease; null: another has it, and did not let go of it within `waitMs`. */
  withLease<T>(name: string, work: (lease: Lease) => Promise<T>, waitMs?: number): Promise<T | null>
  /** Lets go of everything. */
  close(): Promise<void>
}

/** A holder that died is replaced after this time; one that lives says so three times in it. */
export const leaseMs = 10_000
const renewMs = 2_500
const watchMs = 250
/** So long before others may take it a holder that could not renew it stops. */
const marginMs = 3_000
const pollMs = 100

/** By this name a process says that it is there. What it claimed is free again when it is not. */
const nodeLease = (holder: string): string => `node ${holder}`
/** True of a holder that says that it is there. */
export const isAlive = (holder: string): ReturnType<typeof sql<boolean>> =>
  sql<boolean>`EXISTS (SELECT FROM lease WHERE name = 'node ' || ${sql.ref(holder)} AND until > clock_timestamp())`

const until = sql`clock_timestamp() + ${sql.lit(leaseMs)} * interval '1 ms'`

/** Says that this process is there, and goes on saying so. Throws StoreError `postgres-unreachable`. */
export async function openLeases(db: Db, onNotice: (text: string) => void): Promise<Leases> {
  const holder = randomUUID()
  /** Leases that this process has, and how to say that they are lost. */
  const held = new Map<string, AbortController>()
  /** Those that were taken away while they were held. */
  const lost = new Set<string>()
  const inTurn = createQueue()
  let renewedMs = performance.now()
  // A process that was stopped for a while finds its timers due all at once: whoever asks is told before they run.
  const isSure = (): boolean => performance.now() - renewedMs < leaseMs - marginMs

  /** The fence; null: another process has it. One that was let go of and taken by nobody since keeps its fence. */
  async function take(name: string): Promise<number | null> {
    const { rows } = await sql<{ fence: number }>`
      INSERT INTO lease (name, holder, fence, until) VALUES (${name}, ${holder}, 1, ${until})
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until,
        fence = lease.fence + CASE WHEN lease.holder = excluded.holder AND NOT ${lost.has(name)}::boolean THEN 0 ELSE 1 END
      WHERE lease.holder = excluded.holder OR lease.until <= clock_timestamp() RETURNING fence`.execute(db)
    if (rows.length) lost.delete(name)
    return rows[0]?.fence ?? null
  }
  async function renew(): Promise<void> {
    const atMs = performance.now()
    const names = [...held.keys()]
    try {
      const { rows } = await sql<{ name: string }>`UPDATE lease SET until = ${until}
        WHERE holder = ${holder} AND name = ANY(${names}) AND until > clock_timestamp() RETURNING name`.execute(db)
      renewedMs = atMs
      const kept = new Set(rows.map(({ name }) => name))
      for (const name of names) if (!kept.has(name)) lose(name)
    } catch (error) {
      if (!isSure()) onNotice(`Leases could not be renewed: ${(error as Error).message}`)
    }
  }
  function lose(name: string): void {
    const controller = held.get(name)
    // That this process is there is said again as soon as it can be.
    if (name === nodeLease(holder)) void inTurn(() => take(name)).catch(() => undefined)
    else {
      held.delete(name)
      // Its work may go on for a while: whoever has the lease next has another fence, were it this process.
      lost.add(name)
      controller?.abort(new StoreError('lease-lost', `Another server may have taken over: ${name}.`))
    }
  }

  held.set(nodeLease(holder), new AbortController())
  await take(nodeLease(holder))
  await sql`DELETE FROM lease WHERE name LIKE 'node %' AND until < clock_timestamp() - interval '1 day'`.execute(db)
  let isRenewing = false
  let dueMs = performance.now() + renewMs
  /** Does not wait for an answer of PostgreSQL to know that it is late. */
  const timer = setInterval(() => {
    if (!isSure()) for (const name of held.keys()) if (name !== nodeLease(holder)) lose(name)
    if (isRenewing || performance.now() < dueMs) return
    dueMs = performance.now() + renewMs
    isRenewing = true
    void inTurn(renew).finally(() => (isRenewing = false))
  }, watchMs)
  timer.unref()

  return {
    holder,
    async withLease(name, work, waitMs = 0) {
      const endMs = performance.now() + waitMs
      let fence: number | null
      for (;;) {
        // One work of this process at a time: to PostgreSQL both would be the holder.
        fence = held.has(name) ? null : await inTurn(() => (held.has(name) ? Promise.resolve(null) : take(name)))
        if (fence !== null && !held.has(name)) break
        if (performance.now() >= endMs) return null
        await new Promise((resolve) => setTimeout(resolve, pollMs))
      }
      const controller = new AbortController()
      held.set(name, controller)
      const token = fence
      const check = async (tx: Db): Promise<void> => {
        const { rows } = await sql`SELECT FROM lease WHERE name = ${name} AND holder = ${holder} AND fence = ${token}
          AND until > clock_timestamp() FOR SHARE`.execute(tx)
        if (!rows.length || controller.signal.aborted || !isSure())
          throw new StoreError('lease-lost', `This server lost the lease ${name}.`)
      }
      try {
        return await work({ name, fence: token, lost: controller.signal, check })
      } finally {
        await inTurn(async () => {
          if (held.get(name) === controller) held.delete(name)
          await sql`UPDATE lease SET until = clock_timestamp() WHERE name = ${name} AND holder = ${holder} AND fence = ${token}`.execute(db)
        }).catch(() => undefined)
      }
    },
    async close() {
      clearInterval(timer)
      held.clear()
      await inTurn(() => sql`UPDATE lease SET until = clock_timestamp() WHERE holder = ${holder}`.execute(db)).catch(() => undefined)
    },
  }
}
