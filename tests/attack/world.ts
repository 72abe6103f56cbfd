import type { Attack } from './attack.ts'
import type { Browser } from './browser.ts'
import { openSink } from './sink.ts'
import { openSite } from './site.ts'
import { visitControl, type World } from './visit.ts'

/** A browser with servers of its own: nothing that another one does is taken for its attacks'. */
export async function openWorld(browser: Browser): Promise<World & { close(): Promise<void> }> {
  const [site, sink] = await Promise.all([openSite(), openSink()])
  let visits = 0
  return {
    browser,
    site,
    sink,
    nextCanary: () => `v${++visits}`,
    async close() {
      await browser.close()
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
