import type { Page } from '../scope.ts'
import { consentKey, rememberedConsent, write } from './storage.ts'

export type ConsentState = 'granted' | 'denied' | 'unknown' | 'opted-out'

/** A browser that says no says it for every site. */
const isOptedOut = ({ navigator }: Page): boolean =>
  (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true || navigator.doNotTrack === '1'

export function consentOf(window: Page, byAttribute: boolean): ConsentState {
  if (isOptedOut(window)) return 'opted-out'
  const remembered = rememberedConsent(window)
  if (remembered === 'denied') return 'denied'
  return byAttribute || remembered === 'granted' ? 'granted' : 'unknown'
}

/** Remembers a choice. An opt-out is remembered too, or it would have to be made on every page. */
export const rememberConsent = (window: Page, choice: 'granted' | 'denied'): void => write(() => window.localStorage, consentKey, choice)
