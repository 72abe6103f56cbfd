import type { NewEvent, Page } from '../scope.ts'
import type { Privacy } from '../privacy/privacy.ts'
import { pageUrl } from '../privacy/url.ts'

export const recorderVersion = '0.1.0'

/** What is known of this visit before the page is looked at. */
export interface Visit {
  readonly visitor: string
  readonly isReturning: boolean
  /** The first document of a session in this tab. */
  readonly isNew: boolean
  /** The same document goes on after a pause: no page view begins. */
  readonly isResumed: boolean
  readonly consent: 'api' | 'attribute'
  readonly consentAtMs: number
}

const adClicks = ['gclid', 'gbraid', 'wbraid', 'fbclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'dclid', 'yclid']

export function startEvent(window: Page, privacy: Privacy, visit: Visit): NewEvent {
  const { navigator, screen, document } = window
  const query = new URLSearchParams(window.location.search)
  const matches = (media: string): boolean => window.matchMedia?.(media).matches ?? false
  // Campaign names are the site's own words; what looks personal in them is not.
  const utm = (name: string): string | undefined => {
    const value = query.get(`utm_${name}`)
    return value ? privacy.campaign(value.slice(0, 100)) : undefined
  }
  return {
    type: 'start',
    recorder: recorderVersion,
    visitor: visit.visitor,
    returning: visit.isReturning,
    privacy: privacy.name,
    consent: visit.consent,
    consentAtMs: visit.consentAtMs,
    userAgent: navigator.userAgent,
    language: navigator.language,
    // The press knows.
    timezone: '',
    screenWidth: screen.width,
    screenHeight: screen.height,
    pixelRatio: window.devicePixelRatio,
    touch: navigator.maxTouchPoints > 0,
    dark: matches('(prefers-color-scheme: dark)'),
    reducedMotion: matches('(prefers-reduced-motion: reduce)'),
    referrer: document.referrer ? pageUrl(document.referrer) : '',
    utmSource: utm('source'),
    utmMedium: utm('medium'),
    utmCampaign: utm('campaign'),
    utmTerm: utm('term'),
    utmContent: utm('content'),
    adClick: adClicks.find((name) => query.has(name)),
  }
}
