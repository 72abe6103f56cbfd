import { createId, createSessionId } from '@playhead/wire'
import { type AssetMemory, assetKey, createAssetMemory } from './asset-memory.ts'

/** What a browser remembers of a visitor, after consent only. Times are epoch ms. */
interface Remembered {
  visitor: string
  session: string
  startedMs: number
  lastMs: number
  /** Lets later chunks write into the session; the server gives it with the first. */
  token?: string
  consentMs: number
}
/** What a tab remembers from one document to the next. */
interface Tab {
  tab: string
  session: string
  seq: number
  clicks: number
}

export const sessionRule: { readonly pauseMs: number; readonly idleMs: number; readonly rollMs: number } = {
  pauseMs: 5 * 60_000,
  idleMs: 30 * 60_000,
  rollMs: 4 * 3_600_000,
}

const key = 'playhead'
export const consentKey = 'playhead.consent'

/** Storage that may be full, forbidden or absent. */
export function read<T>(storage: () => Storage, name: string): T | null {
  try {
    return JSON.parse(storage().getItem(name) ?? 'null') as T | null
  } catch {
    return null
  }
}
export function write(storage: () => Storage, name: string, value: unknown): void {
  try {
    if (value === null) storage().removeItem(name)
    else storage().setItem(name, typeof value === 'string' ? value : JSON.stringify(value))
  } catch {
    // Then this page remembers for itself only.
  }
}

/** A session is one visit, all tabs together: tabs find each other's through the storage that they share. */
export interface VisitStore {
  readonly session: string
  readonly visitor: string
  readonly isReturning: boolean
  readonly consentMs: number
  readonly startedMs: number
  /** Whether this tab has told nothing of this session yet. */
  readonly isNewTab: boolean
  token(): string | undefined
  setToken(token: string): void
  place(): { session: string; tab: string; seq: number }
  nextOrdinal(): number
  /** The visit goes on. Returns false where it is over, by idle time or age, and a new session must begin. */
  touch(): boolean
  renew(): void
  /** The document goes: the next one in this tab carries on. Until then a duplicated tab finds nothing to copy. */
  leave(): void
  /** The document is back from the cache, and others may have carried on meanwhile. */
  comeBack(): void
  forget(): void
  /** @param level of privacy: what is remembered was masked by it */
  assets(level: string): AssetMemory
}

export function openVisit(window: Window): VisitStore {
  const local = (): Storage => window.localStorage
  const own = (): Storage => window.sessionStorage
  let known: Remembered
  let tab: Tab
  let isReturning = false
  let hasLeft = false
  let isForgotten = false
  /** Answers that come after a withdrawal write nothing. */
  const save = (storage: () => Storage, value: unknown): void => {
    if (!isForgotten) write(storage, key, value)
  }

  const isOver = (at: Remembered, now: number): boolean => now - at.lastMs > sessionRule.idleMs || now - at.startedMs > sessionRule.rollMs
  const newSession = (now: number): Pick<Remembered, 'session' | 'startedMs' | 'lastMs'> => ({
    session: createSessionId(now),
    startedMs: now,
    lastMs: now,
  })

  function enter(): void {
    const now = Date.now()
    const found = read<Remembered>(local, key)
    isReturning = !!found?.visitor && isOver(found, now)
    if (found?.visitor && !isOver(found, now)) known = { ...found, lastMs: now }
    else known = { visitor: found?.visitor ?? createId(), consentMs: found?.consentMs ?? now, ...newSession(now) }
    save(local, known)
    const kept = read<Tab>(own, key)
    write(own, key, null)
    tab = kept?.session === known.session ? kept : { tab: kept?.tab ?? createId(), session: known.session, seq: 0, clicks: 0 }
  }
  enter()

  return {
    get session() {
      return known.session
    },
    get visitor() {
      return known.visitor
    },
    get isReturning() {
      return isReturning
    },
    get consentMs() {
      return known.consentMs
    },
    get startedMs() {
      return known.startedMs
    },
    get isNewTab() {
      return tab.seq === 0
    },
    token: () => known.token ?? read<Remembered>(local, key)?.token,
    setToken(token) {
      known.token = token
      save(local, known)
    },
    place() {
      const place = { session: tab.session, tab: tab.tab, seq: tab.seq++ }
      // The tail is sealed while the page goes, maybe after `leave`.
      if (hasLeft) save(own, tab)
      return place
    },
    nextOrdinal: () => ++tab.clicks,
    touch() {
      const now = Date.now()
      if (isOver(known, now)) return false
      known.lastMs = now
      save(local, known)
      return true
    },
    renew: enter,
    leave() {
      hasLeft = true
      save(own, tab)
    },
    comeBack() {
      hasLeft = false
      enter()
    },
    forget() {
      isForgotten = true
      write(local, key, null)
      write(own, key, null)
      write(own, assetKey, null)
    },
    assets: (level) => createAssetMemory(window, () => (isForgotten ? null : `${known.session} ${level}`)),
  }
}
