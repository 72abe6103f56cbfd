import type { Family } from './case.ts'
import type { Row, Run, Side } from './run.ts'
import { isExact, isFailed, scoreOf, type Totals, totalsOf, type Verdict } from './score.ts'

const titles: Readonly<Record<Side, string>> = { own: 'Playhead', peer: 'rrweb' }

const mark = (verdict: Verdict): string => (isExact(verdict) ? '✓' : isFailed(verdict) ? '✗' : '')
const cellsOf = (verdict: Verdict): string[] => [scoreOf(verdict).toFixed(2), mark(verdict), String(verdict.requests.length)]
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

export const totalLine = (side: Side, { mean, exact, failed, requests, cases }: Totals): string =>
  `${titles[side]}: mean ${mean.toFixed(2)}, exact ${exact} of ${cases} (${((100 * exact) / cases).toFixed(0)} %), failed ${failed}, requests ${requests}`

/** One line a case, as Markdown; families as rows of their own. */
export function tableOf(families: readonly Family[], rows: readonly Row[], sides: readonly Side[]): string {
  const byName = new Map(rows.map((row) => [row.name, row]))
  return [
    line(['case', ...sides.flatMap((side) => [`${titles[side]} %`, '', 'requests'])]),
    `|---|${sides.map(() => '--:|:-:|--:').join('|')}|`,
    ...families.flatMap(({ name, cases }) => [
      line([`**${name}**`, ...sides.flatMap(() => ['', '', ''])]),
      ...cases.map((one) => line([one.name, ...sides.flatMap((side) => cellsOf(byName.get(one.name)!.verdicts[side]!))])),
    ]),
  ].join('\n')
}

/** docs/fidelity.md. */
export function reportOf(options: {
  families: readonly Family[]
  run: Run
  sides: readonly Side[]
  versions: readonly string[]
  durationS: number
}): string {
  const { families, run, sides, versions, durationS } = options
  const totals = sides.map((side) => ({ side, ...totalsOf(run.rows.map(({ verdicts }) => verdicts[side]!)) }))
  return `# What a replay shows

Written ${new Date().toISOString().slice(0, 10)} by \`npm run fidelity\` in ${Math.round(durationS / 60)} min: ${run.rows.length} pages, each shown live and replayed. ${run.browser}; ${versions.join(', ')}.

| | mean % | exact | failed | requests to the recorded site |
|---|--:|--:|--:|--:|
${totals.map(({ side, mean, exact, cases, failed, requests }) => line([titles[side], mean.toFixed(2), `${exact} of ${cases}`, String(failed), String(requests)])).join('\n')}

**How.** Each case is a page and at least three things that happen on it. It is loaded once for each recorder, which records as much as it can, and photographed as it began and after each thing: when what moves has come to rest, or where the page's own script has stopped it. A page that is blank, or looks the same as before, fails its case. When all are recorded, the site's server is closed. Then, in a browser that has never seen the site, each recording is opened in its own player, sought to each of these moments one after the other, then back to the middle one and to the first, and photographed at the same size.

A pixel is wrong when a channel is off by more than 24 of 255. The share of wrong pixels is that of content: of pixels that, live or replayed, have another colour than the one that most of the live page has. A case's figure is 100 % less the mean share over all moments. ✓ exact: less than 0.5 % wrong at every moment, forward and back. ✗ failed: more than 50 % wrong at some moment, or nothing shown. Requests are those that the replay made, or tried to make, to the recorded site.

Playhead records with \`privacy: 'relaxed', unmask: '*', assets: 'inline', canvas: true\`; rrweb with \`recordCanvas, inlineImages, inlineStylesheet, collectFonts\`, and replays with \`UNSAFE_replayCanvas\`. Cases are in \`tests/fidelity/case\`.

${tableOf(families, run.rows, sides)}
`
}
