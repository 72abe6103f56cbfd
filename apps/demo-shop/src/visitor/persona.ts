import type { BrowserContextOptions } from 'playwright-core'
import type { Chance } from './random.ts'

export type Device = 'desktop' | 'laptop' | 'tablet' | 'phone'

export interface Persona {
  device: Device
  context: BrowserContextOptions
  /** Query that the campaign puts behind the landing page's address. */
  query: string
  /** Full address of the page that linked here; absent for direct visits. */
  referer?: string
  firstName: string
  lastName: string
}

const chrome = (platform: string): string =>
  `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36`
const screens: Record<Device, { width: number; height: number; scale: number; agents: string[] }[]> = {
  desktop: [
    { width: 1440, height: 900, scale: 1, agents: [chrome('Macintosh; Intel Mac OS X 10_15_7'), chrome('Windows NT 10.0; Win64; x64')] },
    { width: 1680, height: 940, scale: 1, agents: [chrome('X11; Linux x86_64'), `${chrome('Windows NT 10.0; Win64; x64')} Edg/142.0.0.0`] },
  ],
  laptop: [
    { width: 1180, height: 720, scale: 1, agents: [chrome('Windows NT 10.0; Win64; x64'), chrome('Macintosh; Intel Mac OS X 10_15_7')] },
  ],
  tablet: [
    {
      width: 820,
      height: 1180,
      scale: 2,
      agents: [
        'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      ],
    },
  ],
  phone: [
    {
      width: 390,
      height: 844,
      scale: 3,
      agents: [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      ],
    },
    {
      width: 412,
      height: 915,
      scale: 2.625,
      agents: ['Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'],
    },
    {
      width: 360,
      height: 780,
      scale: 3,
      agents: ['Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'],
    },
  ],
}

const sources: Record<string, Pick<Persona, 'query' | 'referer'>> = {
  direct: { query: '' },
  search: { query: '', referer: 'https://www.google.com/' },
  paid: { query: 'utm_source=google&utm_medium=cpc&utm_campaign=autumn-oilskins', referer: 'https://www.google.com/' },
  newsletter: { query: 'utm_source=newsletter&utm_medium=email&utm_campaign=spring-tide' },
  social: { query: 'utm_source=instagram&utm_medium=social&utm_campaign=harbour-week', referer: 'https://l.instagram.com/' },
  blog: { query: '', referer: 'https://www.wetcoastwalks.example/best-jackets' },
}

const firstNames = ['Anna', 'Tom', 'Marie', 'Olu', 'Greta', 'Ewan', 'Priya', 'Lucas', 'Nell', 'Hanna', 'Idris', 'Sofia', 'Bram', 'Keiko']
const lastNames = ['Reed', 'Okafor', 'Lindqvist', 'Marsh', 'Patel', 'Jansen', 'Kerr', 'Moreau', 'Tanner', 'Vogel', 'Rowe', 'Bell']

/** Someone who might come by: a device, a way here, a name. */
export function createPersona(chance: Chance, wanted?: Device): Persona {
  const device = wanted ?? chance.weigh({ desktop: 20, laptop: 10, tablet: 6, phone: 64 })
  const screen = chance.pick(screens[device])
  const isTouch = device === 'phone' || device === 'tablet'
  const source = sources[chance.weigh({ direct: 26, search: 24, paid: 20, newsletter: 12, social: 12, blog: 6 })]!
  return {
    device,
    ...source,
    firstName: chance.pick(firstNames),
    lastName: chance.pick(lastNames),
    context: {
      viewport: { width: screen.width, height: screen.height },
      screen: { width: screen.width, height: screen.height },
      deviceScaleFactor: screen.scale,
      hasTouch: isTouch,
      isMobile: isTouch,
      userAgent: chance.pick(screen.agents),
      locale: chance.pick(['en-GB', 'en-GB', 'en-IE', 'de-DE', 'nl-NL', 'en-US']),
      colorScheme: 'light',
    },
  }
}
