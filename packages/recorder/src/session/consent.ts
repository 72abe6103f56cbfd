import type { Page } from '../scope.ts'
import { consentKey, rememberedConsent, write } from './storage.ts'

/** `consent`: nobody was asked yet. */
export type ConsentState = 'granted' | 'denied' | 'consent' | 'opted-out'

export interface Consent {
  /** How it was given: by a call, or by the site's word for its own basis. */
  by(): 'api' | 'attribute'
  state(): ConsentState
  /** Refused, here or in another tab: the site's own basis does not count against that. */
  isRefused(): boolean
  grant(): void
  /** A refusal is remembered too, or it would have to be made on every page. */
  deny(): void
}

/** @param byAttribute the site has its own basis */
export function createConsent(window: Page, byAttribute: boolean): Consent {
  /** What was chosen in this document: it holds here also where nothing can be remembered. */
  let chosen: 'granted' | 'denied' | null = null
  function stateWith(isGiven: boolean): ConsentState {
    const { globalPrivacyControl, doNotTrack } = window.navigator as Navigator & { globalPrivacyControl?: boolean }
    // A browser that says no says it for every site.
    if (globalPrivacyControl === true || doNotTrack === '1') return 'opted-out'
    const choice = rememberedConsent(window) ?? chosen
    if (choice === 'denied') return choice
    return isGiven || choice === 'granted' ? 'granted' : 'consent'
  }
  const choose = (choice: 'granted' | 'denied'): void => {
    chosen = choice
    write(() => window.localStorage, consentKey, choice)
  }
  return {
    by: () => (chosen === 'granted' || !byAttribute ? 'api' : 'attribute'),
    state: () => stateWith(byAttribute),
    isRefused: () => stateWith(true) !== 'granted',
    grant: () => choose('granted'),
    deny: () => choose('denied'),
  }
}
