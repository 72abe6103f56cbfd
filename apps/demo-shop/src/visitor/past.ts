import type { BrowserContextOptions } from 'playwright-core'
import type { Persona } from './persona.ts'

type StorageState = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>

/** Someone who has been here: who they are and what their browser still keeps. */
export interface Past {
  persona: Persona
  state: StorageState
}

/** Where the recorder keeps the visit; `tests/returning-visitor.test.ts` notices when it moves. */
const visitKey = 'playhead.visit'
const dayMs = 86_400_000

/** A day passes: what the recorder keeps says that the visit is long over, so the next one is a visit of its own. */
export function passDay(state: StorageState): StorageState {
  const age = (text: string): string => {
    const kept = JSON.parse(text) as { startedMs?: number; lastMs?: number }
    return JSON.stringify({ ...kept, startedMs: (kept.startedMs ?? 0) - dayMs, lastMs: (kept.lastMs ?? 0) - dayMs })
  }
  return {
    ...state,
    origins: state.origins.map((origin) => ({
      ...origin,
      localStorage: origin.localStorage.map(({ name, value }) => ({ name, value: name === visitKey ? age(value) : value })),
    })),
  }
}
