import { expect, test } from 'vitest'
import { openChromium } from '../browser/chromium.ts'
import { families } from './case/index.ts'
import { attacks, testAttacks } from './suite.ts'
import { openWorld, visitControls } from './world.ts'

// All in the player, and each on one of the other two.
testAttacks('Chromium', openChromium, (surface, index) => surface === 'player' || surface === (['click map', 'file'] as const)[index % 2])

test('there are many attacks, each with a name of its own', () => {
  const names = families.flatMap((family) => family.attacks.map((attack) => `${family.name}: ${attack.name}`))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(200)
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
