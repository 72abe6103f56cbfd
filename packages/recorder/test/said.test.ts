import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { type Bed, useBed } from './bed.ts'
import { until } from './until.ts'

/** What a site says before there is a recorder, and while there is to be none. */

let attributes = ''
let body = ''
const bed: Bed = useBed(() => `<!doctype html><title>t</title>${body}${bed.tag(attributes).replace('async', '')}<button>Buy</button>`)
const { allOf, posts } = bed
beforeEach(() => {
  attributes = ''
  body = ''
})

/** A page whose recorder waits for `arrive`. */
async function open(prepare?: (page: Page) => Promise<unknown>): Promise<{ page: Page; arrive: () => Promise<void> }> {
  const page = await bed.context.newPage()
  await prepare?.(page)
  let arrive = (): void => undefined
  const held = new Promise<void>((resolve) => (arrive = resolve))
  await page.route('**/playhead-1.js', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(bed.site.url, { waitUntil: 'domcontentloaded' })
  return {
    page,
    async arrive() {
      arrive()
      await page.waitForFunction('window.playhead.record')
    },
  }
}
const names = async (): Promise<string[]> => (await allOf('track')).map(({ name }) => name)
const recorded = (): Promise<void> => until(async () => expect(await allOf('keyframe')).not.toEqual([]))

test('every verb does the same through what was taken before the recorder came', async () => {
  attributes = 'data-consent="granted" data-state data-privacy="relaxed" data-sampling-rules=\'[{"flag":"never","rate":0}]\''
  const { page, arrive } = await open()
  await page.evaluate('window.taken = playhead; window.loose = { ...playhead, consent: { ...playhead.consent } }')
  await arrive()
  await recorded()
  expect(await page.evaluate('taken === playhead')).toBe(true)
  await page.evaluate(`for (const [at, p] of [taken, loose].entries()) {
    p.track('t' + at); p.identify('u' + at); p.experiment('e' + at, 'A'); p.captureError(new Error('x')); p.page('p' + at); p.state('s' + at, 1) }`)
  await until(async () => expect(await names()).toEqual(['t0', 't1']))
  await until(async () => expect((await allOf('appState')).map(({ name }) => name)).toEqual(['s0', 's1']))
  expect((await allOf('identify')).map(({ user }) => user)).toEqual(['u0', 'u1'])
  expect((await allOf('experiment')).map(({ name }) => name)).toEqual(['e0', 'e1'])
  expect(await allOf('error')).toHaveLength(2)
  expect((await allOf('page')).map(({ title }) => title)).toEqual(['t', 'p0', 'p1'])
  expect(await page.evaluate('taken.status()')).toEqual({ recording: true, reason: 'recording' })
  expect(await page.evaluate('taken.sessionUrl()')).toContain('/sessions/')
  for (const name of ['taken', 'loose']) {
    await page.evaluate(`${name}.stop()`)
    await until(async () => expect(await page.evaluate('playhead.status()')).toEqual({ recording: false, reason: 'stopped' }))
    await page.evaluate(`${name}.start()`)
    await until(async () => expect(await page.evaluate('playhead.status()')).toEqual({ recording: true, reason: 'recording' }))
    for (const verb of ['deny', 'withdraw']) {
      expect(await page.evaluate(`(${name}.consent.${verb}(), playhead.status())`)).toEqual({ recording: false, reason: 'denied' })
      await page.evaluate(`${name}.consent.grant()`)
      await until(async () => expect(await page.evaluate('playhead.status().recording')).toBe(true))
    }
  }
  expect(await page.evaluate(`(loose.flag('never'), playhead.status())`)).toEqual({ recording: false, reason: 'rule:never' })
})

test('what is said while consent is denied is never sent: before the recorder, after a refusal, after a withdrawal', async () => {
  attributes = 'data-state data-privacy="relaxed"'
  const { page, arrive } = await open()
  const say = (name: string): Promise<unknown> =>
    page.evaluate(
      `playhead.track('${name}'); playhead.identify('${name}'); playhead.state('${name}', 1); playhead.captureError(new Error('${name}'))`,
    )
  await say('pending')
  await page.evaluate('playhead.consent.deny()')
  expect(await page.evaluate('playhead.status()')).toEqual({ recording: false, reason: 'denied' })
  await say('denied')
  await page.evaluate('playhead.consent.grant()')
  expect(await page.evaluate('playhead.status()')).toEqual({ recording: false, reason: 'loading' })
  await say('granted')
  await arrive()
  await until(async () => expect((await allOf('appState')).map(({ name }) => name)).toEqual(['granted']))
  await page.evaluate('playhead.consent.withdraw()')
  await say('withdrawn')
  await page.evaluate('playhead.consent.grant()')
  await say('again')
  await until(async () => expect(await names()).toEqual(['granted', 'again']))
  await until(async () => expect((await allOf('appState')).map(({ name }) => name)).toEqual(['granted', 'again']))
  expect((await allOf('identify')).map(({ user }) => user)).toEqual(['granted', 'again'])
  expect((await allOf('error')).map(({ message }) => message)).toHaveLength(2)
})

test('a refusal holds where nothing can be remembered', async () => {
  attributes = 'data-consent="granted"'
  const { page, arrive } = await open((opened) =>
    opened.addInitScript(`for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('', 'SecurityError') } })`),
  )
  await arrive()
  await recorded()
  await page.evaluate(`playhead.consent.deny(); playhead.track('denied'); playhead.start()`)
  expect(await page.evaluate('playhead.status()')).toEqual({ recording: false, reason: 'denied' })
  await page.evaluate(`playhead.consent.grant(); playhead.track('granted')`)
  await until(async () => expect(await names()).toEqual(['granted']))
})

test('what is said while stopped is not told; what was said before consent or while nobody was there has its own time', async () => {
  const { page, arrive } = await open()
  const beforeMs = (await page.evaluate(`playhead.track('pending'); playhead.identify('u'); Date.now()`)) as number
  await page.waitForTimeout(1500)
  await page.evaluate('playhead.consent.grant()')
  await arrive()
  await until(async () => expect(await names()).toEqual(['pending']))
  const [pending] = await allOf('track')
  expect(Math.abs(pending!.timeMs - beforeMs)).toBeLessThan(300)
  const [keyframe] = await allOf('keyframe')
  expect(keyframe!.timeMs - pending!.timeMs).toBeGreaterThan(1000)
  // Who it is is told of the session, not of the moment.
  expect((await allOf('identify'))[0]!.timeMs).toBeGreaterThan(pending!.timeMs + 1000)
  await page.evaluate('playhead.stop()')
  await page.evaluate(`playhead.track('stopped'); playhead.captureError(new Error('stopped')); playhead.page('stopped')`)
  await page.evaluate(`playhead.start(); playhead.track('started')`)
  await until(async () => expect(await names()).toEqual(['pending', 'started']))
  expect(await allOf('error')).toEqual([])
  expect((await allOf('page')).map(({ title }) => title)).not.toContain('stopped')
})

test('before consent little is kept: the last state of a name, the last of the rest, who it is; and what went is told', async () => {
  attributes = 'data-state data-privacy="relaxed"'
  const { page, arrive } = await open()
  const held = await page.evaluate(`for (let i = 0; i < 20000; i++) playhead.state('store', { i })
    playhead.identify('ada')
    for (let i = 0; i < 150; i++) playhead.track('t' + i)
    for (let i = 0; i < 1000; i++) playhead.identify('u' + i)
    playhead.q.size`)
  expect(held).toBeLessThanOrEqual(200)
  await page.evaluate('playhead.consent.deny(); playhead.consent.grant()')
  await page.evaluate(`for (let i = 0; i < 2000; i++) playhead.state('store', { i })
    playhead.identify('ada')
    for (let i = 0; i < 150; i++) playhead.track('t' + i)`)
  await arrive()
  await until(async () => expect(await names()).toContain('t149'))
  expect((await allOf('identify')).map(({ user }) => user)).toEqual(['ada'])
  const kept = await names()
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `t${150 - kept.length + i}`))
  expect(kept.length).toBeGreaterThan(90)
  await until(async () => expect((await allOf('appState')).map(({ patch }) => patch)).toEqual(['{"i":1999}']))
  expect((await allOf('loss')).filter(({ what }) => what === 'event')).toEqual([
    expect.objectContaining({ what: 'event', detail: 'queue', count: 150 - kept.length }),
  ])
})

test('no argument of any verb, and no failure on the page, comes back to it', async () => {
  attributes = 'data-consent="granted" data-state'
  const { page, arrive } = await open()
  await arrive()
  await recorded()
  const thrown = await page.evaluate(`{
    const bad = () => { throw { get name() { throw new Error('x') } } }
    const odd = [undefined, null, 1n, Symbol('s'), () => 1, { toString: bad }, Object.create(null), [], new Proxy({}, {
      get: bad, ownKeys: bad, getPrototypeOf: bad, has: bad, getOwnPropertyDescriptor: bad })]
    const found = []
    const attempt = (name, task) => { try { task() } catch (error) { found.push(name) } }
    const verbs = { ...playhead, grant: playhead.consent.grant }
    delete verbs.record
    for (const name of Object.keys(verbs)) if (typeof verbs[name] === 'function' && name !== 'attach')
      for (const one of odd) for (const two of odd) attempt(name, () => verbs[name](one, two, one))
    for (const one of odd) for (const level of ['log', 'warn', 'error']) attempt(level, () => console[level](one))
    playhead.start()
    found }`)
  expect(thrown).toEqual([])
  await page.evaluate(`playhead.track('after')`)
  await until(async () => expect(await names()).toContain('after'))
  await until(async () => expect(await allOf('loss')).toContainEqual(expect.objectContaining({ what: 'hook-error', detail: 'Error' })))
})

test.each([
  '<div id="playhead"></div>',
  '<form id="playhead"><input name="status"><input name="q"></form>',
  '<iframe name="playhead"></iframe>',
])('a page that has %s is recorded', async (html) => {
  body = html
  attributes = 'data-consent="granted"'
  const { page, arrive } = await open()
  await page.evaluate(`playhead.track('early')`)
  await arrive()
  await until(async () => expect(await names()).toEqual(['early']))
})

test('begun twice, a page is recorded once, and the second is the first', async () => {
  attributes = 'data-consent="granted"'
  const { page, arrive } = await open()
  await arrive()
  await recorded()
  const status = await page.evaluate(
    `window.second = playhead.init({ key: 'other', host: location.origin, consent: 'granted' }); second.status()`,
  )
  expect(status).toMatchObject({ recording: true, problems: ['init() again: the first goes on, with its options'] })
  await page.click('button')
  await page.evaluate(`second.track('second')`)
  await until(async () => expect(await names()).toEqual(['second']))
  expect(await allOf('click')).toHaveLength(1)
  expect(posts().every(({ query }) => query.get('k') === bed.key)).toBe(true)
  // Stopped, it makes way for another; then that one has the page.
  await page.evaluate(`playhead.stop(); window.third = playhead.init({ key: '${bed.key}', host: location.origin, consent: 'granted' })`)
  await until(async () => expect(await page.evaluate('third.status()')).toEqual({ recording: true, reason: 'recording' }))
  expect(await page.evaluate('(second.start(), second.status().recording)')).toBe(false)
})
