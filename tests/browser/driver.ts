/** As much of a browser as a visit needs, whichever it is. */
export interface Driver {
  readonly name: string
  open(): Promise<Tab>
  close(): Promise<void>
}
export interface Tab {
  goto(url: string): Promise<void>
  /** Runs an expression in the page; what it gives must be JSON. */
  run<T>(script: string): Promise<T>
  /** Runs an expression in every frame within the page; a frame that is gone gives nothing. */
  runInFrames<T>(script: string): Promise<T[]>
  click(x: number, y: number): Promise<void>
  /** Presses each key on the element that has the focus; `Control+` before one holds it. */
  type(keys: readonly string[]): Promise<void>
  /** Addresses of all requests, as the browser tells them. */
  readonly requested: readonly string[]
  /** Navigations (addresses without fragments), popups, dialogs, downloads and crashes since it was asked last. */
  events(): string[]
  close(): Promise<void>
}

export const viewport = { width: 1280, height: 800 }

interface AnyFrame {
  url(): string
  evaluate(script: string): Promise<unknown>
}
/** What the pages of Playwright and Puppeteer have in common. */
interface AnyPage extends AnyFrame {
  goto(url: string, options: { waitUntil: 'load' }): Promise<unknown>
  frames(): AnyFrame[]
  mainFrame(): AnyFrame
  mouse: { click(x: number, y: number): Promise<void> }
}
/** What happened on a page, to be filled by whoever listens. */
interface Log {
  readonly requested: string[]
  readonly events: string[]
}
export const createLog = (): Log => ({ requested: [], events: [] })
export const withoutFragment = (url: string): string => url.replace(/#.*$/, '')

/** Null where it did not answer in time, or at all. */
const within = <T>(ms: number, work: Promise<T>): Promise<T | null> =>
  Promise.race([work.catch(() => null), new Promise<null>((resolve) => void setTimeout(resolve, ms, null))])

export const tabOf = (page: AnyPage, log: Log, own: Pick<Tab, 'type' | 'close'>): Tab => ({
  ...own,
  goto: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
  run: <T>(script: string) => page.evaluate(script) as Promise<T>,
  async runInFrames<T>(script: string) {
    const frames = page.frames().filter((frame) => frame !== page.mainFrame())
    const answers = await Promise.all(frames.map((frame) => within(2000, frame.evaluate(script) as Promise<T>)))
    return answers.filter((answer) => answer !== null)
  },
  click: (x, y) => page.mouse.click(x, y),
  requested: log.requested,
  events: () => log.events.splice(0),
})
