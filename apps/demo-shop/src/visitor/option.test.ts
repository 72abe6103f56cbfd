import { describe, expect, it } from 'vitest'
import { parseOptions } from './option.ts'
import { createPersona } from './persona.ts'
import { createChance } from './random.ts'

describe('parseOptions', () => {
  it('fills in what is not said', () => {
    expect(parseOptions(['--url', 'http://localhost:4700/demo/', '--sessions=7', '--json'])).toEqual({
      ok: true,
      options: { url: 'http://localhost:4700/demo/', sessions: 7, concurrency: 3, seed: 1, json: true },
    })
  })

  it.each([
    [[]],
    [['--url']],
    [['--url', 'ftp://x/']],
    [['--url', 'http://x/', '--sessions', '0']],
    [['--url', 'http://x/', '--sessions', '1e3']],
    [['--url', 'http://x/', '--fast']],
    [['http://x/']],
  ])('refuses %j with a sentence', (words) => {
    const parsed = parseOptions(words)
    expect(parsed.ok ? '' : parsed.message).toMatch(/^[A-Z-].{10,}\w.*$/)
  })
})

it('makes the same people from the same seed, and different ones from another', () => {
  const people = (seed: number): string[] => {
    const chance = createChance(seed)
    return Array.from({ length: 80 }, () => JSON.stringify(createPersona(chance)))
  }
  expect(people(1)).toEqual(people(1))
  expect(people(1)).not.toEqual(people(2))
  expect(new Set(people(1).map((one) => (JSON.parse(one) as { device: string }).device)).size).toBe(4)
})
