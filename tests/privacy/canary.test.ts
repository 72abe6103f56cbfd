import { expect, test } from 'vitest'
import { openChromium } from '../browser/chromium.ts'
import { places } from './place/index.ts'
import { visit } from './visit.ts'

test('nothing that a page holds leaves it, or is kept, as long as nobody asks for it', async () => {
  const driver = await openChromium()
  try {
    const { leaks, searchedBytes } = await visit(driver, places, { attributes: 'data-consent="granted"' })
    expect(searchedBytes).toBeGreaterThan(100_000)
    expect(leaks.map(({ planted, where, around }) => `${planted.place.name}, ${planted.moment}: ${where}: ${around}`)).toEqual([])
  } finally {
    await driver.close()
  }
})
