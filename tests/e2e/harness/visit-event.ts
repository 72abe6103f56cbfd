import { createId, type EventOf, type PlayheadEvent } from '@playhead/wire'

/** What the recorder of a small page tells: a button, and who came. Without a server or a test runner. */
export const startEvent = (timeMs: number, visitor: string = createId()): EventOf<'start'> => ({
  type: 'start',
  timeMs,
  recorder: '0.1.0',
  visitor,
  returning: false,
  privacy: 'strict',
  consent: 'api',
  consentAtMs: 1,
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  language: 'en',
  timezone: 'UTC',
  screenWidth: 1440,
  screenHeight: 900,
  pixelRatio: 1,
  touch: false,
  dark: false,
  reducedMotion: false,
  referrer: '',
})

/** The first events of a page, its keyframe first. `start`: null leaves it out. */
export const arrivalEvents = (timeMs: number, view: string, url: string, start: PlayheadEvent | null): PlayheadEvent[] => [
  {
    type: 'keyframe',
    timeMs,
    html: '<html><head></head><body><main><button>Buy</button></main></body></html>',
    doctype: 'html',
    url,
    base: url,
    nodes: 7,
    width: 1440,
    height: 900,
    scrollX: 0,
    scrollY: 0,
    splits: [],
    empties: [],
  },
  ...(start ? [start] : []),
  { type: 'page', timeMs, view, url, title: 'Shop', kind: 'load' },
  { type: 'viewport', timeMs, width: 1440, height: 900, pixelRatio: 1 },
]

/** A click on the button. */
export const clickEvent = (timeMs: number, ordinal: number): EventOf<'click'> => ({
  type: 'click',
  timeMs,
  ordinal,
  id: 5,
  key: 'body>main:1>button:1',
  name: 'Buy',
  tag: 'button',
  interactive: true,
  pointer: 'mouse',
  button: 0,
  x: 20,
  y: 20,
  relX: 0.5,
  relY: 0.5,
  boxX: 0,
  boxY: 0,
  boxWidth: 40,
  boxHeight: 40,
})
