import type { Family } from './probe.ts'
import type { Verdict } from './run.ts'

export interface Column {
  readonly title: string
  /** The browser and its version. */
  readonly version: string
  readonly verdicts: ReadonlyMap<string, Verdict>
}

const signs = { yes: '✓', no: '✗', absent: '–', unjudged: '·' } as const

export const sums = ({ verdicts }: Column): Record<Verdict['mark'], number> => {
  const counts = { yes: 0, no: 0, absent: 0, unjudged: 0 }
  for (const { mark } of verdicts.values()) counts[mark]++
  return counts
}

/** One line a probe, as Markdown; families as rows of their own. */
export function tableOf(families: readonly Family[], columns: readonly Column[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = families.flatMap(({ name, probes }) => [
    line([`**${name}**`, ...columns.map(() => '')]),
    ...probes.map((probe) =>
      line([probe.name.replaceAll('|', '\\|'), ...columns.map(({ verdicts }) => signs[verdicts.get(probe.name)?.mark ?? 'unjudged'])]),
    ),
  ])
  const totals = columns.map((column) => {
    const { yes, no } = sums(column)
    return `${yes} of ${yes + no}`
  })
  return [
    line(['fact', ...columns.map(({ title }) => title)]),
    `|---|${columns.map(() => ':-:').join('|')}|`,
    ...rows,
    line(['**sum**', ...totals.map((total) => `**${total}**`)]),
  ].join('\n')
}
