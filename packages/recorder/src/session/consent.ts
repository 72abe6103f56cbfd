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
  let isGranted = false
  function stateWith(isGiven: boolean): ConsentState {
    const { globalPrivacyControl, doNotTrack } = window.navigator as Navigator & { globalPrivacyControl?: boolean }
    // A browser that says no says it for every site.
    if (globalPrivacyControl === true || doNotTrack === '1') return 'opted-out'
    const remembered = rememberedConsent(window)
    if (remembered === 'denied') return 'denied'
    return isGiven || remembered === 'granted' ? 'granted' : 'consent'
  }
  const remember = (choice: 'granted' | 'denied'): void => {
    isGranted = choice === 'granted'
    write(() => window.localStorage, consentKey, choice)
  }
  return {
    by: () => (isGranted || !byAttribute ? 'api' : 'attribute'),
    state: () => stateWith(byAttribute || isGranted),
    isRefused: () => stateWith(true) !== 'granted',
    grant: () => remember('granted'),
    deny: () => remember('denied'),
  }
}
