import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChromium } from '../browser/chromium.ts'
import { openFirefox } from '../browser/firefox.ts'
import { families } from './case/index.ts'
import { scriptOf } from './lure.ts'
import { chunksOfEvents, keyframeOf } from './recording.ts'
import { surfaces } from './surface.ts'
import { visitAll, type World } from './visit.ts'
import { openWorld, visitControls } from './world.ts'

const attacks = families.flatMap((family) => family.attacks)

test('there are many attacks, each with a name of its own', () => {
  const names = families.flatMap((family) => family.attacks.map((attack) => `${family.name}: ${attack.name}`))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(200)
})

describe.each([
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const)('%s', (name, open) => {
  let opened: (World & { close(): Promise<void> }) | null = null
  beforeAll(async () => {
    opened = await openWorld(open)
  })
  afterAll(() => opened?.close())
  /** Without a Firefox its tests are named as not run; without a Chromium there is nothing to be said for. */
  const worldOr = (skip: (note: string) => never): World => {
    if (!opened && name === 'Chromium') throw new Error('No Chromium opened.')
    return opened ?? skip(`no ${name}`)
  }

  test.for(surfaces)(
    'a hostile recording runs nothing, asks for nothing, goes nowhere: %s',
    { timeout: 600_000 },
    async (surface, { skip }) => {
      const world = worldOr(skip)
      const visits = await visitAll(world, surface, attacks)
      expect(visits).toHaveLength(attacks.length)
      expect(visits.filter(({ wrong }) => wrong.length).map(({ attack, wrong }) => `${attack.name}: ${wrong.join(', ')}`)).toEqual([])
    },
  )

  test('neither viewer nor frame listens to strangers', async ({ skip }) => {
    const world = worldOr(skip)
    const tab = await world.browser.open()
    await tab.goto(`${world.site.origin}/`)
    const chunks = await chunksOfEvents([keyframeOf('<html><head></head><body><p>honest</p></body></html>')])
    const list = JSON.stringify(chunks.map((bytes) => Buffer.from(bytes).toString('base64')))
    expect(await tab.run(`viewer.spoof(${JSON.stringify(world.site.frameUrl)}, ${list})`)).toEqual([])
    expect(await tab.run('viewer.found()')).toEqual([])
    await tab.close()
  })

  test('the meters see what there is to be seen', async ({ skip }) => {
    const world = worldOr(skip)
    const tab = await world.browser.open()
    await tab.goto(`${world.site.origin}/`)
    const canary = world.nextCanary()
    const run = JSON.stringify(scriptOf(canary, `${world.sink.origin}/${canary}/`))
    const chunks = await chunksOfEvents([keyframeOf('<html><head></head><body><p>honest</p></body></html>')])
    const list = JSON.stringify(chunks.map((bytes) => Buffer.from(bytes).toString('base64')))
    await tab.run(`viewer.show('player', ${list}, ${JSON.stringify(world.site.frameUrl)})`)
    // Only the browser itself gets into the frame; what runs there may say so, and nothing else.
    await tab.runInFrames(`{${scriptOf(canary, `${world.sink.origin}/${canary}/`)}}`)
    await tab.run('viewer.settle()')
    expect(await tab.run('viewer.found()')).toContain(`ran ${canary}`)
    expect(await tab.runInFrames('globalThis.__ran')).toContain(canary)
    expect(world.sink.came(canary)).toEqual([])
    // In the viewer's own page nothing holds it back.
    await tab.run(
      `new Promise((resolve) => { document.body.append(Object.assign(document.createElement('script'), { textContent: ${run} })); setTimeout(resolve, 500) })`,
    )
    expect(world.sink.came(canary)).toContain('ran.gif')
    expect(await tab.run('viewer.found()')).toContain(`title ran ${canary}`)
    await tab.close()
  })
})

test('a page without defences is hit by most of them', async () => {
  const world = (await openWorld(openChromium))!
  try {
    const sample = attacks.filter((attack, index) => attack.control !== null && index % 6 === 0)
    const found = await visitControls(world, sample)
    expect(found.size).toBe(sample.length)
    expect([...found.values()].filter(Boolean).length / found.size).toBeGreaterThan(0.75)
  } finally {
    await world.close()
  }
})
