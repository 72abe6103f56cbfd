import type { ByteStore, StoredObject } from '../bytes/byte-store.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { StoredSession } from '../catalog/usage.ts'
import type { Ask } from '../index/engine.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { createAssetTally, type KeptAssets, listAssets, sizeOfAll } from './asset.ts'
import { chooseForQuota, type Worth } from './choose.ts'

const dayMs = 86_400_000
/** What came within this time is still being recorded, watched or finished: the quota does not take it. */
const freshMs = 3_600_000
/**
 * A machine may start with a wrong clock, and learn the time soon after: where the newest chunk seems older than this, nothing
 * is too old for as long as this process has not run for an hour.
 */
const clockDoubt = { olderMs: dayMs, runMs: 3_600_000 } as const
/** For so long an asset may be there before the chunk that names it. */
const graceMs = dayMs
/** Growth is told by the last week. */
const growthMs = 7 * dayMs

/** How much room a project takes, and how that goes on. */
export interface StorageReport {
  readonly retentionDays: number
  readonly quotaBytes: number | null
  readonly sessions: number
  readonly logBytes: number
  readonly recordingBytes: number
  readonly assetBytes: number
  /** ISO 8601 UTC. */
  readonly oldestAt: string | null
  /** Bytes that come in a day, by the last week. */
  readonly growthBytesPerDay: number
  /** Null: the log is not on a disk. */
  readonly freeDiskBytes: number | null
  /** Days until the quota is reached or, without one, the disk is full; null: by then as much expires as comes. */
  readonly fullInDays: number | null
  /** What retention took away, since the project began. */
  readonly dropped: readonly {
    readonly reason: 'age' | 'quota'
    readonly sessions: number
    readonly bytes: number
    readonly lastAt: string
  }[]
}
export interface Retention {
  /** Takes away what is too old or too much, and gives its room back. `nowMs`: not given, the clock of the machine says it, which may be wrong. */
  sweep(nowMs?: number): Promise<{ sessions: number; freedBytes: number }>
  report(project: string, nowMs?: number): Promise<StorageReport>
}

export function createRetention(options: {
  bytes: ByteStore
  catalog: Catalog
  metadata: Metadata
  ask: Ask
  /** Takes sessions away, but for those that have gone on. Resolves to those that went. */
  drop(project: string, sessions: readonly StoredSession[]): Promise<StoredSession[]>
  /** Removes an asset unless a session names it. */
  removeAsset(project: string, hash: string): Promise<boolean>
  /** Runs `work` while nobody copies what it changes (L21). */
  hold<T>(work: () => Promise<T>): Promise<T>
  /** Gives back the room of what was taken away. Resolves to the bytes. */
  freeLog(): Promise<number>
  /** Bytes left where the log is; null: nobody can say, as of a bucket. */
  freeBytes(): Promise<number | null>
  onNotice(text: string): void
  /** The store is being closed: what is left to do waits for the next time. */
  isClosing(): boolean
}): Retention {
  const { bytes, catalog, metadata, ask, onNotice, isClosing } = options

  async function drop(project: string, reason: 'age' | 'quota', chosen: readonly StoredSession[]): Promise<number> {
    const sessions = chosen.length ? await options.drop(project, chosen) : []
    if (!sessions.length) return 0
    const bytes = sessions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    await metadata.retention.countDropped(project, reason, { sessions: sessions.length, bytes })
    onNotice(`${sessions.length} sessions of ${project} were dropped (${reason}), ${bytes} bytes.`)
    return sessions.length
  }
  const openedAt = performance.now()
  async function doubtsClock(project: string): Promise<boolean> {
    const { lastMs } = await catalog.totals(project)
    return lastMs !== null && Date.now() - lastMs > clockDoubt.olderMs && performance.now() - openedAt < clockDoubt.runMs
  }
  async function dropOld(project: string, days: number, nowMs: number, isSure: boolean): Promise<number> {
    const old = await catalog.usage.lastBefore(project, nowMs - days * dayMs)
    if (!old.length || isSure || !(await doubtsClock(project))) return drop(project, 'age', old)
    onNotice(`${old.length} sessions of ${project} are too old by this machine’s clock; they go in an hour, should it have been set wrong.`)
    return 0
  }
  async function enforce(project: string, nowMs: number, isSure: boolean): Promise<{ sessions: number; freedBytes: number }> {
    const { days, quotaBytes } = await metadata.retention.get(project)
    const expired = await dropOld(project, days, nowMs, isSure)
    const kept = { assets: await listAssets(bytes, project), users: await catalog.usage.assetUsers(project) }
    const orphans = [...kept.assets].filter(([hash, { storedMs }]) => !kept.users.has(hash) && nowMs - storedMs > graceMs)
    const freedBytes = orphans.length ? await removeOrphans(project, orphans) : 0
    const over = quotaBytes === null ? [] : await chooseOver(project, kept, { quotaBytes, nowMs })
    return { sessions: expired + (await drop(project, 'quota', over)), freedBytes }
  }
  async function chooseOver(
    project: string,
    { assets, users }: KeptAssets,
    { quotaBytes, nowMs }: { quotaBytes: number; nowMs: number },
  ): Promise<StoredSession[]> {
    const { logBytes, recordingBytes } = await catalog.usage.ofProject(project, nowMs)
    // What no session names does not count: sessions would go for it in vain.
    const usedBytes = logBytes + recordingBytes + sizeOfAll([...assets].flatMap(([hash, asset]) => (users.has(hash) ? [asset] : [])))
    if (usedBytes <= quotaBytes) return []
    const { chosen, isEnough } = await chooseForQuota(await catalog.usage.lastBefore(project, nowMs - freshMs), {
      usedBytes,
      quotaBytes,
      worthOf: await weigh(project),
      assetBytesOf: createAssetTally({ catalog, project }, { assets, users }),
    })
    if (!isEnough)
      onNotice(
        `What came to ${project} within the last hour takes more than its quota, ${quotaBytes} bytes: of what is older only plain sessions go, as the others would go in vain.`,
      )
    return chosen
  }
  async function removeOrphans(project: string, orphans: readonly (readonly [hash: string, object: StoredObject])[]): Promise<number> {
    const removed = { assets: 0, bytes: 0 }
    await options.hold(async () => {
      for (const [hash, { sizeBytes }] of orphans) {
        if (isClosing()) break
        if (!(await options.removeAsset(project, hash))) continue
        removed.assets++
        removed.bytes += sizeBytes
      }
    })
    onNotice(`${removed.assets} assets of ${project} that no session names were removed, ${removed.bytes} bytes.`)
    return removed.bytes
  }
  async function weigh(project: string): Promise<(session: string) => Worth> {
    const noted = await metadata.retention.noted(project)
    const rows = await ask<{ session: string }>(
      `SELECT DISTINCT session FROM playhead.signals FINAL WHERE project = {project:String} AND present
       UNION DISTINCT SELECT DISTINCT session FROM playhead.events WHERE project = {project:String} AND type = 'error'`,
      { project },
    )
    const telling = new Set(rows.map(({ session }) => session))
    return (session) => (noted.has(session) ? 'noted' : telling.has(session) ? 'telling' : 'plain')
  }
  return {
    async sweep(givenMs) {
      const nowMs = givenMs ?? Date.now()
      const sum = { sessions: 0, freedBytes: 0 }
      for (const { id } of await metadata.projects.list()) {
        if (isClosing()) break
        const { sessions, freedBytes } = await enforce(id, nowMs, givenMs !== undefined)
        sum.sessions += sessions
        sum.freedBytes += freedBytes
      }
      if (!isClosing()) sum.freedBytes += await options.freeLog()
      return sum
    },
    async report(project, nowMs = Date.now()) {
      const { days, quotaBytes } = await metadata.retention.get(project)
      const usage = await catalog.usage.ofProject(project, nowMs - growthMs)
      const assetBytes = sizeOfAll([...(await listAssets(bytes, project)).values()])
      const freeDiskBytes = await options.freeBytes()
      const seenMs = usage.recentFromMs === null ? dayMs : Math.max(dayMs, nowMs - usage.recentFromMs)
      // A session takes its chunks' bytes and, once it is over, those of its recording file.
      const perChunkByte = usage.logBytes ? 1 + usage.recordingBytes / usage.logBytes : 1
      const growthBytesPerDay = Math.round((usage.recentBytes * perChunkByte * dayMs) / seenMs)
      const usedBytes = usage.logBytes + usage.recordingBytes + assetBytes
      const roomBytes = Math.min(freeDiskBytes ?? Infinity, quotaBytes === null ? Infinity : Math.max(0, quotaBytes - usedBytes))
      const growsFor = usage.firstMs === null ? days : Math.max(0, days - (nowMs - usage.firstMs) / dayMs)
      const fullInDays = growthBytesPerDay ? roomBytes / growthBytesPerDay : Infinity
      return {
        retentionDays: days,
        quotaBytes,
        sessions: usage.sessions,
        logBytes: usage.logBytes,
        recordingBytes: usage.recordingBytes,
        assetBytes,
        oldestAt: usage.firstMs === null ? null : new Date(usage.firstMs).toISOString(),
        growthBytesPerDay,
        freeDiskBytes,
        fullInDays: fullInDays <= growsFor ? Math.round(fullInDays * 10) / 10 : null,
        dropped: await metadata.retention.dropped(project),
      }
    },
  }
}
