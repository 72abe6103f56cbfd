import { lineOf } from './fault.ts'
import { faults } from './rows.ts'

/** `npm run faults [-- <row>… --short --count <n>]`: the figures of docs/reliability.md, one line a row. */

const args = process.argv.slice(2)
const countAt = args.indexOf('--count')
const count = countAt < 0 ? null : Number(args.splice(countAt, 2)[1])
const isShort = args.includes('--short')
const wanted = args.filter((arg) => arg !== '--short')
const unknown = wanted.filter((name) => !faults.some((fault) => fault.name === name))
if (unknown.length || (count !== null && !(count > 0))) {
  process.stderr.write(`${unknown.length ? `No row is named ${unknown.join(', ')}.` : '--count needs a number.'} Rows:\n`)
  for (const { name, aim, count } of faults) process.stderr.write(`  ${name} (${count.long} ${count.unit}): ${aim}\n`)
  process.exit(2)
}

let missed = 0
for (const fault of faults) {
  if (wanted.length && !wanted.includes(fault.name)) continue
  try {
    const outcome = await fault.run(count ?? (isShort ? fault.count.short : fault.count.long))
    if (!outcome.isMet) missed++
    process.stdout.write(`${lineOf(fault, outcome)}\n`)
  } catch (error) {
    missed++
    process.stdout.write(`${fault.name}: could not be done: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
}
process.exit(missed ? 1 : 0)
