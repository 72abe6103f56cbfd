import type { Attack, Family } from './attack.ts'
import type { Surface } from './surface.ts'
import type { Visit } from './visit.ts'

/** One browser and one surface, with what each attack came to there. */
export interface Column {
  readonly browser: string
  readonly surface: Surface
  readonly visits: ReadonlyMap<Attack, Visit>
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]

/** docs/attack.md. */
export function reportOf(families: readonly Family[], control: ReadonlyMap<Attack, string>, columns: readonly Column[]): string {
  const attacks = families.flatMap((family) => family.attacks)
  const fired = [...control.values()].filter(Boolean).length
  const sums = columns.map(({ browser, surface, visits }) => {
    const all = [...visits.values()]
    const count = (pattern: RegExp): number => all.flatMap(({ wrong }) => wrong).filter((what) => pattern.test(what)).length
    return row([browser, surface, all.length, count(/^script/), count(/^request/), count(/^connections/), count(/^navigation/), count(/^(?:answer|not shown)/)])
  }) // prettier-ignore
  const lines = families.flatMap(({ name, attacks: own }) =>
    own.map((attack) => {
      const cells = columns.map(({ visits }) => cellOf(visits.get(attack)))
      return row([name, attack.name.replaceAll('|', '\\|'), controlCell(control.get(attack)), ...cells])
    }),
  )
  return `# Hostile recordings

Written ${new Date().toISOString().slice(0, 10)} by \`npm run attack\`: ${attacks.length} recordings that nobody honest would send. ${unique(columns.map(({ browser }) => browser)).join(', ')}.

**How.** Whoever has a site's write key can write any bytes to the ingest endpoint, so each attack is a recording written by hand: a page and what happens on it, with hostile content wherever an event has room for it, or bytes that are no recording. It is shown where people look at recordings, by the built player, in the frame as the server serves it, headers and all; the page around has no policy of its own. Then every element in the frame is pointed at, focused and clicked, and every form sent. Each visit has a canary of its own, which stands in every address and every script of it. Wrong is: a script that ran (it would mark its window, send a message, write a title, use a channel, ask for a picture), a request or a socket at a server of another origin that notes whatever reaches it, a connection to it without a request, a navigation, a popup or a dialog anywhere, a page that is not shown, a viewer that does not answer within a minute (it is asked once more in another browser, and not answering twice is wrong). Recordings of the family *flood*, and others that no browser could have written, may be refused or cut, but the viewer must answer and show the next recording.

The control is the same page, as HTML, in Chromium, without sandbox and policy, with its events done as they are told; for imports it is rrweb's Replayer as it comes. It says what the attack did there first: – means that this browser has no such thing any more, or only where people take part; an empty cell that there is no such page. ${fired} of ${control.size} attacks hit the control.

${row(['browser', 'surface', 'attacks', 'scripts run', 'requests', 'connections', 'navigations', 'not shown or not answered'])}
${row(['---', '---', '--:', '--:', '--:', '--:', '--:', '--:'])}
${sums.join('\n')}

${row(['family', 'attack', 'control', ...columns.map(({ browser, surface }) => `${browser.split(' ')[0]}, ${surface}`)])}
${row(['---', '---', '---', ...columns.map(() => '---')])}
${lines.join('\n')}
`
}

const controlCell = (what: string | undefined): string => (what === undefined ? '' : what || '–')
const cellOf = (visit: Visit | undefined): string =>
  !visit ? '' : visit.wrong.length ? `**${visit.wrong.join(', ')}**` : visit.refusal ? '0, refused' : '0'
