/**
 * What a replay shows beside what the page showed: `npm run fidelity -- [--only <pattern>] [--peer no]`. A run of everything writes
 * docs/fidelity.md. Pictures that differ are left in tests/dist/fidelity. Ends with 1 if ours misses its marks.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../e2e/harness/server.ts'
import { families } from './case/family.ts'
import { reportOf, tableOf, totalLine } from './report.ts'
import { runCases, type Side } from './run.ts'
import { totalsOf } from './score.ts'

const { values } = parseArgs({ options: { only: { type: 'string' }, peer: { type: 'string' } } })
const only = values.only ? new RegExp(values.only) : null
const chosen = families
  .map(({ name, cases }) => ({ name, cases: cases.filter((one) => !only || only.test(`${name}: ${one.name}`)) }))
  .filter(({ cases }) => cases.length)
const sides: Side[] = values.peer === 'no' ? ['own'] : ['own', 'peer']
const startedMs = Date.now()
const run = await runCases(
  chosen.flatMap(({ cases }) => cases),
  sides,
  (line) => void process.stdout.write(`${line}\n`),
)
const durationS = Math.round((Date.now() - startedMs) / 1000)
process.stdout.write(`\n${tableOf(chosen, run.rows, sides)}\n\n`)
const verdictsOf = (side: Side): ReturnType<typeof totalsOf> => totalsOf(run.rows.map(({ verdicts }) => verdicts[side]!))
for (const side of sides) process.stdout.write(`${totalLine(side, verdictsOf(side))}\n`)
process.stdout.write(`${durationS} s\n`)
if (!values.only && values.peer !== 'no') {
  const versionOf = (name: string): string =>
    (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version
  const packages = [...new Set(chosen.flatMap(({ cases }) => cases.flatMap(({ app }) => app ?? [])))].map(packageOf)
  const versions = ['@rrweb/record', 'rrweb', ...packages].map((name) => `${name} ${versionOf(name)}`)
  writeFileSync(join(root, 'docs/fidelity.md'), reportOf({ families: chosen, run, sides, versions, durationS }))
}
const own = verdictsOf('own')
if (own.mean < 97 || own.exact < 0.87 * own.cases || own.failed > 2 || own.requests) process.exitCode = 1

function packageOf(app: string): string {
  return (
    {
      'swagger-ui': 'swagger-ui-dist',
      'ag-grid': 'ag-grid-community',
      shoelace: '@shoelace-style/shoelace',
      tailwind: 'tailwindcss',
      emotion: '@emotion/css',
    }[app] ?? app
  )
}
