import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Driver } from '../browser/driver.ts'
import { families } from './case/index.ts'
import { scriptOf } from './lure.ts'
import { chunksOfEvents, keyframeOf } from './recording.ts'
import { type Surface, surfaces } from './surface.ts'
import { visitAll, type World } from './visit.ts'
import { openWorld } from './world.ts'

export const attacks = families.flatMap((family) => family.attacks)

/**
 * The corpus in one browser, each attack on the surfaces on which it is tried there; `npm run attack` tries all on all.
 * Where there is no such browser the tests are named as not run.
 */
export function testAttacks(name: string, open: () => Promise<Driver | null>, isTried: (surface: Surface, index: number) => boolean): void {
  let opened: (World & { close(): Promise<void> }) | null = null
  beforeAll(async () => {
    opened = await openWorld(open)
  })
  afterAll(() => opened?.close())
  const worldOr = (skip: (note: string) => never): World => opened ?? skip(`no ${name}`)

  test.for(surfaces)(
    'a hostile recording runs nothing, asks for nothing, goes nowhere: %s',
    { timeout: 600_000 },
    async (surface, { skip }) => {
      const world = worldOr(skip)
      const tried = attacks.filter((_, index) => isTried(surface, index))
      const visits = await visitAll(world, surface, tried)
      expect(visits).toHaveLength(tried.length)
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
}
