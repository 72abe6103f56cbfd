import { expect, test } from 'vitest'
import { sayPlaced } from './placed.ts'

test.each([
  [{ clicks: 12, unplaced: 0 }, [], 'All could be placed.'],
  [{ clicks: 12, unplaced: 0 }, [2, 1], 'Could not be placed: 3 (25 %).'],
  // Clicks without an element are among the clicks.
  [{ clicks: 4, unplaced: 4 }, [], 'Could not be placed: 4 (100 %).'],
  [{ clicks: 4, unplaced: 1 }, [3], 'Could not be placed: 4 (100 %).'],
  // Of nothing there is no share.
  [{ clicks: 0, unplaced: 0 }, [], ''],
])('%j without %j: %s', (map, missing, says) => {
  expect(
    sayPlaced(
      map,
      missing.map((clicks) => ({ clicks })),
    ),
  ).toBe(says)
})
