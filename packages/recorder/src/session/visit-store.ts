import { createId, createSessionId } from '@playhead/wire'
import { type HashSecret, secretFrom } from '../privacy/hash.ts'
import type { Choice } from '../trigger/choice.ts'
import { type AssetMemory, createAssetMemory } from './asset-memory.ts'
import { forgetAll, read, rememberedConsent, visitKey, write } from './storage.ts'

/** What a browser remembers of a visitor, after consent only. Times are epoch ms. */
interface Remembered {
  visitor: string
  session: string
  startedMs: number
  lastMs: number
  /** Lets later chunks write into the session; the server gives it with the first. */
  token?: string
  consentMs: number
  /** What hidden parts of addresses and names are hashed with: only ever kept here. */
  secret: HashSecret
  /** Why this session is recorded, once it is. */
  choice?: Choice
}
/** What a tab remembers from one document to the next. */
interface Tab {
  tab: string
  session: string
  seq: number
  clicks: number
  /** Something of this tab was handed on. */
  isTold?: boolean
}

export const sessionRule: { readonly pauseMs: number; readonly idleMs: number; readonly rollMs: number } = {
  pauseMs: 5 * 60_000,
  idleMs: 30 * 60_000,
  rollMs: 4 * 3_600_000,
}

/** This tab's place in one session: it stays in that session, whatever begins after it. */
export interface Seat {
  readonly session: string
  place(): { session: string; tab: string; seq: number }
  nextOrdinal(): number
  /** Something of this tab was handed on. */
  tell(): void
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
  /** Why this session is recorded, in whichever tab that was decided. */
  readonly choice: Choice | undefined
  choose(choice: Choice): void
  /** What lets chunks write into a session that has begun. */
  token(session: string): string | undefined
  setToken(session: string, token: string): void
  seat(): Seat
  /** This session's time is up: by its age, because the clock was set back, or closed. */
  isPast(): boolean
  /** The server takes nothing more of a session. */
  close(session: string): void
  /** The visit goes on. Returns false where it is over, by idle time or age, and a new session must begin. */
  touch(): boolean
  renew(): void
  /** The document goes: the next one in this tab carries on. Until then a duplicated tab finds nothing to copy. */
  leave(): void
  /** The document is back from the cache: as a tab of its own, for others have carried on. Returns false where the session is another now. */
  comeBack(): boolean
  forget(): void
  /** @param level of privacy: what is remembered was masked by it */
  assets(level: string): AssetMemory
}

export function openVisit(window: Window): VisitStore {
  const local = (): Storage => window.localStorage
  const own = (): Storage => window.sessionStorage
  let known: Remembered
  let tab: Tab | undefined
  let isReturning = false
  let hasLeft = false
  let isForgotten = false
  /** Of sessions before this one, whose last chunks may still wait. */
  const tokens = new Map<string, string>()
  /** After a withdrawal, here or in another tab, nothing is remembered. */
  const isRefused = (): boolean => isForgotten || rememberedConsent(window) === 'denied'
  const save = (storage: () => Storage, value: unknown): void => {
    if (!isRefused()) write(storage, visitKey, value)
  }

  let closed = ''
  // Where the clock was set back, what follows would come before the rest.
  const isPast = ({ session, startedMs, lastMs }: Remembered, now: number): boolean =>
    session === closed || lastMs - now > sessionRule.pauseMs || now - startedMs > sessionRule.rollMs
  const isOver = (at: Remembered, now: number): boolean => now - at.lastMs > sessionRule.idleMs || isPast(at, now)
  const newSession = (now: number): Pick<Remembered, 'session' | 'startedMs' | 'lastMs'> => ({
    session: createSessionId(now),
    startedMs: now,
    lastMs: now,
  })

  function enter(): Tab {
    const now = Date.now()
    const found = read<Remembered>(local, visitKey)
    isReturning = !!found?.visitor && isOver(found, now)
    const secret = secretFrom(found?.secret)
    if (found?.visitor && !isOver(found, now)) known = { ...found, secret, lastMs: now }
    else known = { visitor: found?.visitor ?? createId(), consentMs: found?.consentMs ?? now, secret, ...newSession(now) }
    save(local, known)
    const kept = read<Tab>(own, visitKey)
    write(own, visitKey, null)
    if (tab?.session === known.session) return tab
    if (kept?.session === known.session) return kept
    return { tab: kept?.tab ?? tab?.tab ?? createId(), session: known.session, seq: 0, clicks: 0 }
  }
  tab = enter()

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
      return !tab!.isTold
    },
    get choice() {
      return known.choice
    },
    choose(choice) {
      known.choice = choice
      save(local, known)
    },
    token(session) {
      const found = tokens.get(session)
      if (found) return found
      const shared = known.session === session && known.token ? known : read<Remembered>(local, visitKey)
      return shared?.session === session ? shared.token : undefined
    },
    setToken(session, token) {
      tokens.set(session, token)
      if (session !== known.session) return
      known.token = token
      save(local, known)
    },
    seat() {
      const taken = tab!
      return {
        session: taken.session,
        place() {
          const place = { session: taken.session, tab: taken.tab, seq: taken.seq++ }
          // The tail is sealed while the page goes, maybe after `leave`.
          if (hasLeft && taken === tab) save(own, taken)
          return place
        },
        nextOrdinal: () => ++taken.clicks,
        tell() {
          taken.isTold = true
          if (hasLeft && taken === tab) save(own, taken)
        },
      }
    },
    isPast: () => isPast(known, Date.now()),
    close: (session) => void (closed = session),
    touch() {
      const now = Date.now()
      const found = read<Remembered>(local, visitKey)
      // Another tab may have kept this session alive, or have begun the next one.
      if (found?.session === known.session) known = { ...known, ...found, lastMs: Math.max(known.lastMs, found.lastMs) }
      else if (found?.session && !isOver(found, now)) return false
      if (isOver(known, now)) return false
      known.lastMs = now
      save(local, known)
      return true
    },
    renew: () => void (tab = enter()),
    leave() {
      hasLeft = true
      save(own, tab)
    },
    comeBack() {
      hasLeft = false
      const { session } = known
      tab = enter()
      if (known.session !== session) return false
      // Documents between have counted on, and how far may not be seen here yet: no number is given out twice.
      Object.assign(tab, { tab: createId(), seq: 0, clicks: 0, isTold: false })
      return true
    },
    forget() {
      isForgotten = true
      forgetAll(window)
    },
    assets: (level) => createAssetMemory(window, known.secret, () => (isRefused() ? null : `${known.session} ${level}`)),
  }
}
