import type { Attack } from './attack.ts'
import type { Driver } from '../browser/driver.ts'
import { openSink } from './sink.ts'
import { openSite } from './site.ts'
import { visitControl, type World } from './visit.ts'

/** A browser with servers of its own, or null where there is none: nothing that another one does is taken for its attacks'. */
export async function openWorld(open: () => Promise<Driver | null>): Promise<(World & { close(): Promise<void> }) | null> {
  let browser = await open()
  if (!browser) return null
  const close = (): Promise<unknown> =>
    Promise.race([browser!.close().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 5000))])
  const [site, sink] = await Promise.all([openSite(), openSink()])
  let visits = 0
  return {
    get browser() {
      return browser!
    },
    async renew() {
      await close()
      browser = await open()
    },
    site,
    sink,
    nextCanary: () => `v${++visits}`,
    async close() {
      await close()
      await Promise.all([site.close(), sink.close()])
    },
  }
}

/** What each attack does to a page without defences; attacks that have no such page are left out. Four pages at a time: they mostly wait. */
export async function visitControls(world: World, attacks: readonly Attack[]): Promise<ReadonlyMap<Attack, string>> {
  const found = new Map<Attack, string>()
  const left = [...attacks]
  const work = async (): Promise<void> => {
    for (let attack = left.shift(); attack; attack = left.shift()) {
      const what = await visitControl(world, attack)
      if (what !== null) found.set(attack, what)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  return found
}
