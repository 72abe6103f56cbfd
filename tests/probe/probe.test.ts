import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { build } from '../../packages/recorder/build.ts'
import { openChromium } from './browser/chromium.ts'
import { families } from './case/family.ts'
import { columnOf } from './column.ts'
import { createPages } from './page.ts'
import { createPlayheadDriver, type Verdict } from './run.ts'
import { openSite } from './site.ts'

let verdicts: ReadonlyMap<string, Verdict>
beforeAll(async () => {
  const scripts = await mkdtemp(join(tmpdir(), 'playhead-probe-'))
  await build(scripts)
  const probes = families.flatMap((family) => family.probes)
  const site = await openSite(scripts, createPages(probes, '<script src="/playhead.js"></script>'))
  ;({ verdicts } = await columnOf({ open: openChromium, site, driver: createPlayheadDriver(site), probes }))
  await site.close()
  await rm(scripts, { recursive: true })
})

test.each(families)('a recording holds every fact: $name', ({ probes }) => {
  const missing = probes.map(({ name }) => [name, verdicts.get(name)] as const).filter(([, verdict]) => verdict?.mark !== 'yes')
  expect(missing.map(([name, verdict]) => `${name}: ${verdict?.why}`)).toEqual([])
})

test('every fact has a name of its own', () => {
  const names = families.flatMap(({ probes }) => probes.map(({ name }) => name))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(70)
})
