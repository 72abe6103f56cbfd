import type { OptionResult } from './option.ts'
import { type Place, places } from './place/index.ts'

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]

/** Each option in each browser: what it is there to tell, and what of the page's canaries was found. */
export function optionTable(results: readonly OptionResult[]): string {
  const browsers = unique(results.map(({ browser }) => browser))
  const rows = unique(results.map(({ option }) => option)).map((option) => {
    const mine = browsers.map((browser) => results.find((result) => result.browser === browser && result.option === option))
    const asked = option.places.filter(option.mayTell).length
    const cells = mine.map((result) =>
      result ? `${result.found.size}${result.wrong.length ? `, wrong: ${result.wrong.length}` : ''}` : '–',
    )
    return row([option.name, option.tells, mine[0]?.canaries ?? '', option.places.length, asked, ...cells])
  })
  return [
    row(['set up', 'tells', 'canaries', 'places', 'places it may tell', ...browsers.map((browser) => `found, ${browser}`)]),
    row(['---', '---', '--:', '--:', '--:', ...browsers.map(() => '--:')]),
    ...rows,
  ].join('\n')
}

/** How many places of each group leave the page, by who records it. */
export function peerTable(found: ReadonlyMap<string, ReadonlySet<Place>>): string {
  const groups = unique(places.map(({ group }) => group))
  const counts = (isIn: (place: Place) => boolean): number[] =>
    [...found.values()].map((told) => places.filter((place) => told.has(place) && isIn(place)).length)
  return [
    row(['places that leave the page', 'of', ...found.keys()]),
    row(['---', '--:', ...counts(() => true).map(() => '--:')]),
    ...groups.map((group) =>
      row([group, places.filter((place) => place.group === group).length, ...counts((place) => place.group === group)]),
    ),
    row(['**all**', `**${places.length}**`, ...counts(() => true).map((count) => `**${count}**`)]),
  ].join('\n')
}
