import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberShifts, restyled, shiftNumbers } from './restyle.ts'

const written = fc.oneof(
  fc.integer({ min: -2000, max: 2000 }).map(String),
  fc.double({ min: -500, max: 500, noNaN: true }).map((value) => String(+value.toFixed(3))),
  fc.double({ min: -5, max: 5, noNaN: true }).map((value) => String(+value.toPrecision(6))),
  fc.constantFrom('0', '-0', '007', '1.50', '.5', '1e-7', '10.', '--', '2e3'),
)
const shape = fc.constantFrom(
  'translate(@px, @px)',
  'opacity: @',
  'matrix3d(@, @, 1)',
  'color: #1e@f',
  'width: calc(@% - @px)',
  'left:@px;',
  'url(a@.png)',
  '@@',
)
const styles = fc.tuple(shape, fc.array(written, { minLength: 2, maxLength: 2 }), fc.array(written, { minLength: 2, maxLength: 2 }))
const fill = (text: string, values: readonly string[]): string => {
  let at = 0
  return text.replace(/@/g, () => values[at++ % values.length]!)
}

test('W15: shifts give the other value back, to a thousandth in what is finer', () => {
  let told = 0
  fc.assert(
    fc.property(styles, ([text, before, after]) => {
      const [from, to] = [fill(text, before), fill(text, after)]
      const found = numberShifts(from, to)
      if (!found) return
      told++
      let at = 0
      const got = shiftNumbers(from, () => found.shifts[at++] ?? 0)
      expect(at).toBe(found.shifts.length)
      expect(got).toBe(found.style)
      if (!/\.\d{4}/.test(to)) expect(got).toBe(to)
      else {
        const numbers = (value: string): number[] => (value.match(/-?\d*\.?\d+/g) ?? []).map(Number)
        numbers(got).forEach((value, i) => expect(Math.abs(value - numbers(to)[i]!)).toBeLessThanOrEqual(0.000_501))
      }
    }),
    { numRuns: 5000 },
  )
  expect(told).toBeGreaterThan(1000)
})

test.each([
  ['left: 1px', 'top: 1px'],
  ['left: 1px', 'left: 1em'],
  ['left: 1px', 'left: 01px'],
  ['left: 1.5px', 'left: 1.50px'],
  ['a', 'b'],
  ['', ''],
])('%s → %s is no shift', (from, to) => {
  expect(numberShifts(from, to)).toBeNull()
})

test('W15: elements follow each other; one that is not known ends the event', () => {
  const styles = new Map([
    [7, 'left: 1px'],
    [5, 'top: 2px; left: 3px'],
  ])
  const event = { ids: [7, -2, 1], shifts: [500, 0, -3000] }
  restyled(
    event,
    (id) => styles.get(id),
    (id, style) => void styles.set(id, style),
  )
  expect([...styles]).toEqual([
    [7, 'left: 1.5px'],
    [5, 'top: 2px; left: 0px'],
  ])
})
