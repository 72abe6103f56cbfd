import { expect, test } from 'vitest'
import { openChromium } from '../browser/chromium.ts'
import { findFirefox, openFirefox } from '../browser/firefox.ts'
import { type Option, options, tryOption } from './option.ts'

/** `npm run privacy` without the peers, and in Firefox without the options. A visit mostly waits: three at a time. */
const minute = 60_000
/** Extras that are tried here all at once, strict and relaxed, and by themselves in `npm run privacy` only. */
const together = /^(?:structured console|bodies of requests.*|state of the app|pictures of canvases|frames of other origins)$/
const chosen = options.filter(({ name }) => !together.test(name))

async function wrongIn(open: typeof openFirefox, tried: readonly Option[]): Promise<Record<string, readonly string[]>> {
  const wrong: Record<string, readonly string[]> = {}
  for (const option of tried) {
    const driver = (await open())!
    try {
      const result = await tryOption(driver, option)
      if (option.isRecorded !== false) expect(result.searchedBytes).toBeGreaterThan(100_000)
      wrong[option.name] = result.wrong
    } finally {
      await driver.close()
    }
  }
  return wrong
}
const nothing = (tried: readonly Option[]): Record<string, readonly string[]> => Object.fromEntries(tried.map(({ name }) => [name, []]))

test.concurrent.for([0, 1])(
  'nothing that a page holds leaves it or is kept, but what an option asks for: %i',
  { timeout: 15 * minute },
  async (half) => {
    const tried = chosen.filter((_, index) => index % 2 === half)
    expect(await wrongIn(openChromium, tried)).toEqual(nothing(tried))
  },
)

const testFirefox = findFirefox() ? test.concurrent : test.skip
testFirefox('nothing in Firefox as it comes', { timeout: 5 * minute }, async () => {
  const first = options.slice(0, 1)
  expect(await wrongIn(openFirefox, first)).toEqual(nothing(first))
})
