/**
 * What rewriting recorded CSS costs the player when it shows a page: a large real sheet, CPU of this process.
 * Whether it is worth doing at finish time is read from it: the player's first frame takes some hundred ms.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rewriteCss } from '../packages/player/src/frame/css.ts'

const rounds = 15
const css = readFileSync(join(import.meta.dirname, '../node_modules/swagger-ui-dist/swagger-ui.css'), 'utf8')
const map = { url: (address: string): string => `blob:${address}`, sheet: () => null }

function cpuMs(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
const first = cpuMs(() => void rewriteCss(css, map))
const later = Array.from({ length: rounds }, () => cpuMs(() => void rewriteCss(css, map))).toSorted((a, b) => a - b)
const medianMs = later[rounds >> 1]!
const pseudos = css.match(/:(?:hover|active|focus)/g)?.length ?? 0
if (process.argv.includes('--json')) console.log(JSON.stringify({ sizeBytes: css.length, pseudos, firstMs: first, medianMs }))
else
  console.log(
    `## CSS: rewriting a sheet of ${(css.length / 1000).toFixed(0)} kB with ${pseudos} pseudo-classes for the frame, CPU\n\n| first time, ms | median of ${rounds}, ms |\n|---|---|\n| ${first.toFixed(1)} | ${medianMs.toFixed(1)} |\n`,
  )
