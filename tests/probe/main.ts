/**
 * The table of facts: `npm run probe -- [--only <text>] [--browser chromium|firefox] [--peers] [--verbose]`. Prints what red rows told instead, every
 * event of it if wanted; a run of everything writes docs/capture.md. Ends with 1 if a row of Playhead is red.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from '../../packages/recorder/build.ts'
import { openChromium } from './browser/chromium.ts'
import { openFirefox } from './browser/firefox.ts'
import { families } from './case/family.ts'
import { columnOf } from './column.ts'
import { createPages } from './page.ts'
import { reportOf } from './report.ts'
import { field } from './peer/field.ts'
import { buildPeers, createPeerDriver } from './peer/peer.ts'
import { createPlayheadDriver } from './run.ts'
import { openSite } from './site.ts'
import { type Column, sums, tableOf } from './table.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    browser: { type: 'string' },
    peers: { type: 'boolean' },
    verbose: { type: 'boolean' },
    peer: { type: 'string' },
  },
})
const chosen = families
  .map(({ name, probes }) => ({ name, probes: probes.filter((probe) => !values.only || `${name} ${probe.name}`.includes(values.only)) }))
  .filter(({ probes }) => probes.length)

// A folder of its own: other runs build too.
const scripts = await mkdtemp(join(tmpdir(), 'playhead-probe-'))
await build(scripts)
const probes = chosen.flatMap((family) => family.probes)
const site = await openSite(scripts, createPages(probes, '<script src="/playhead.js"></script>'))
const tell = (line: string): void => void process.stdout.write(`${line}\n`)
const columns: Column[] = []
if (!values.peer)
  for (const [name, open] of Object.entries({ chromium: openChromium, firefox: openFirefox }))
    if (!values.browser || values.browser === name)
      columns.push(await columnOf({ open, site, driver: createPlayheadDriver(site, values.verbose), probes, tell }))
await site.close()
// Whoever asks for less is told about Playhead alone.
const isWhole = !values.only && !values.browser && !values.peer
if (isWhole || values.peers || values.peer) {
  const peers = field.filter(({ name }) => !values.peer || name === values.peer)
  await buildPeers(peers, scripts)
  for (const peer of peers) {
    const theirs = await openSite(scripts, createPages(probes, `<script src="/${peer.name}.js"></script>`))
    columns.push(
      await columnOf({
        open: openChromium,
        site: theirs,
        driver: createPeerDriver(peer),
        probes,
        ...(values.verbose ? { tell } : {}),
      }),
    )
    await theirs.close()
  }
}
await rm(scripts, { recursive: true })

for (const column of columns) {
  const { yes, no, absent } = sums(column)
  process.stdout.write(`${column.title}: ${yes} captured, ${no} not, ${absent} the browser has not\n`)
  if (no && column.title.startsWith('Playhead')) process.exitCode = 1
}
tell(tableOf(chosen, columns))
if (isWhole) await writeFile(fileURLToPath(new URL('../../docs/capture.md', import.meta.url)), reportOf(chosen, columns))
