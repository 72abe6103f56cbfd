/**
 * The attack corpus: `npm run attack -- [--only <text>] [--browser chromium|firefox] [--surface <name>]`. Prints what got
 * through; a run of everything writes docs/attack.md. Ends with 1 if anything did.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Attack } from './attack.ts'
import { openChromium } from '../browser/chromium.ts'
import type { Driver } from '../browser/driver.ts'
import { openFirefox } from '../browser/firefox.ts'
import { families } from './case/index.ts'
import { type Column, reportOf } from './report.ts'
import { surfaces } from './surface.ts'
import { type Visit, visitAll } from './visit.ts'
import { openWorld, visitControls } from './world.ts'

const { values } = parseArgs({ options: { only: { type: 'string' }, browser: { type: 'string' }, surface: { type: 'string' } } })
const chosen = families
  .map(({ name, attacks }) => ({
    name,
    attacks: attacks.filter((attack) => !values.only || `${name}: ${attack.name}`.includes(values.only)),
  }))
  .filter(({ attacks }) => attacks.length)
const attacks = chosen.flatMap((family) => family.attacks)
const isWhole = !values.only && !values.browser && !values.surface

const columns: Column[] = []
let control: ReadonlyMap<Attack, string> = new Map()

async function attackBrowser(name: string, open: () => Promise<Driver | null>): Promise<void> {
  if (values.browser && values.browser !== name) return
  const world = await openWorld(open)
  if (!world) {
    tell(`There is no ${name} here: nothing was tried in it.`)
    process.exitCode = 1
    return
  }
  for (const surface of surfaces) {
    if (values.surface && values.surface !== surface) continue
    const visits = await visitAll(world, surface, attacks)
    columns.push({ browser: world.browser.name, surface, visits: new Map(visits.map((visit) => [visit.attack, visit])) })
    tell(
      `${world.browser.name}, ${surface}: ${visits.length} attacks, ${visits.filter(({ wrong }) => wrong.length).length} got through, ${visits.filter(({ earlier }) => earlier.length).length} asked twice`,
    )
    for (const visit of visits.filter(({ wrong, earlier }) => wrong.length || earlier.length)) tellWrong(visit)
  }
  if (isWhole && name === 'chromium') control = await visitControls(world, attacks)
  await world.close()
}
const tell = (line: string): void => void process.stdout.write(`${line}\n`)
function tellWrong({ attack, wrong }: Visit): void {
  const family = chosen.find(({ attacks: own }) => own.includes(attack))!.name
  tell(`  ${family}: ${attack.name}: ${wrong.join(', ') || 'answered when asked again'}`)
  if (wrong.length) process.exitCode = 1
}

await Promise.all([attackBrowser('chromium', openChromium), attackBrowser('firefox', openFirefox)])
columns.sort((a, b) => a.browser.localeCompare(b.browser))
if (isWhole) {
  const report = reportOf(chosen, control, columns)
  tell(report)
  await writeFile(fileURLToPath(new URL('../../docs/attack.md', import.meta.url)), report)
}
