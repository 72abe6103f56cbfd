import type { Family } from './probe.ts'
import { type Column, sums, tableOf } from './table.ts'

/** docs/capture.md. */
export function reportOf(families: readonly Family[], columns: readonly Column[]): string {
  const total = families.reduce((sum, { probes }) => sum + probes.length, 0)
  return `# What a recording holds

Written ${new Date().toISOString().slice(0, 10)} by \`npm run probe\`: ${total} facts about a page, each on a page of its own. ${[...new Set(columns.map(({ version }) => version))].join(', ')}.

**How.** A probe is a small page, one thing that happens on it while it is recorded, and a question to the recording: its chunks are decoded, the page they tell is rebuilt, and the fact must be there (✓) or it is not (✗). In rows of the family *leak* a unique word must stand nowhere in what was recorded at level strict, while the event that it would stand in must be there. – means that the browser itself has no such thing, as a question to the page said. Firefox’s remote protocol has no pen and, without a screen, no drags: there scripts dispatch what a hand would do. Probes are in \`tests/probe/case\`.

**Peers** run in Chromium with what they offer switched on, and are judged by a word or number that no recorder can leave out if it knows the fact: it must stand somewhere in what they handed out. · means that there is no such word, so nothing is said about them. In leak rows they mask as strictly as they can, and ✗ means that the word stood in what they handed out.

${tableOf(families, columns)}

${columns.map((column) => `${column.title}: ${sums(column).yes} ✓, ${sums(column).no} ✗, ${sums(column).absent} –, ${sums(column).unjudged} ·`).join('  \n')}
`
}
