import type { Driver } from '../browser/driver.ts'
import { places } from './place/index.ts'
import { marked, neverUnmasked, unmasked } from './place/marker.ts'
import type { Place } from './place/place.ts'
import { visit, type VisitOptions } from './visit.ts'

/** One way to set Playhead up, and the places that it tells because it was asked to. */
export interface Option extends VisitOptions {
  readonly name: string
  /** Said in the table. */
  readonly tells: string
  readonly places: readonly Place[]
  readonly mayTell: (place: Place) => boolean
  /** Of these each must be found, or the option does nothing. */
  readonly mustTell?: readonly Place[]
}

export interface OptionResult {
  readonly browser: string
  readonly option: Option
  readonly places: number
  readonly canaries: number
  readonly found: ReadonlySet<Place>
  readonly searchedBytes: number
  /** What is not as it must be, a line each. */
  readonly wrong: readonly string[]
  readonly isRight: boolean
}

const place = (name: string, html: string): Place => ({ name, group: 'option', html })
const selected = [
  place('text that the selector names', '<p class="shown">$</p>'),
  place('text within what the selector names', '<div class="shown"><b>$</b></div>'),
  place('value that the selector names', '<input class="shown" value="$">'),
]
const notSelected = [
  place('password that the selector names', '<input class="shown" type="password" value="$">'),
  place('hidden field that the selector names', '<input class="shown" type="hidden" value="$">'),
  place('text beside it', '<div><b class="shown">a</b>$</div>'),
  place('address in it', '<a class="shown" href="/x?user=$">a</a>'),
]
const hidden = [
  place('text that is masked by a selector', '<p class="masked">$</p>'),
  place('title that is masked by a selector', '<p class="masked" title="$">a</p>'),
  place('text in a blocked part', '<div class="blocked"><p>$</p></div>'),
  place('attribute in a blocked part', '<div class="blocked"><p data-user="$">a</p></div>'),
]
const granted = 'data-consent="granted"'
const never = (): boolean => false
const plain = places.filter(({ name, group }) => group === 'text' && name === 'paragraph')
const url = '/visit/*'
const frames = 'data-frames="http://127.0.0.1:{port} http://localhost:{port}"'
const consoleKey = 'console object’s name'
const stateKey: Place = {
  name: 'key of the state that is an identifier',
  group: 'option',
  script: 'playhead.state("cart", { $: 1 }); await wait(100); playhead.state("cart", { $: 2 }, "cart/$")',
}

export const options: readonly Option[] = [
  { name: 'as it comes', tells: 'nothing', attributes: granted, places, mayTell: never, isCutOff: true },
  {
    name: 'structured console',
    tells: 'keys that are identifiers, of objects in the console',
    attributes: `${granted} data-console="structured"`,
    places,
    mayTell: ({ name }) => name === consoleKey,
    mustTell: places.filter(({ name }) => name === consoleKey),
  },
  {
    name: 'bodies of requests',
    tells: 'their keys that are identifiers',
    attributes: `${granted} data-network="bodies"`,
    places,
    mayTell: never,
  },
  {
    name: 'bodies of requests to an address',
    tells: 'their keys that are identifiers',
    attributes: `${granted} data-network="/api/echo /api/x"`,
    places,
    mayTell: never,
  },
  {
    name: 'state of the app',
    tells: 'its keys and the types of its actions that are identifiers',
    attributes: `${granted} data-state`,
    places: [...places, stateKey],
    mayTell: (found) => found === stateKey,
    mustTell: [stateKey],
  },
  { name: 'pictures of canvases', tells: 'nothing: they are masked', attributes: `${granted} data-canvas`, places, mayTell: never },
  { name: 'frames of other origins', tells: 'nothing', attributes: `${granted} ${frames}`, places, mayTell: never, hasFrames: true },
  {
    name: 'each of those at once',
    tells: 'keys that are identifiers, of objects in the console',
    attributes: `${granted} data-console="structured" data-network="bodies" data-state data-canvas ${frames}`,
    places,
    mayTell: ({ name }) => name === consoleKey,
    hasFrames: true,
    isCutOff: true,
  },
  {
    name: 'each of those at once, `privacy: relaxed`',
    tells: 'text, attributes, style sheets; keys that are identifiers',
    attributes: `${granted} data-privacy="relaxed" data-console="structured" data-network="bodies" data-state data-canvas ${frames}`,
    places,
    mayTell: (found) => found.shows !== undefined || found.name === consoleKey || found.name === 'text in a frame of another origin',
    hasFrames: true,
  },
  {
    name: 'consent not asked for',
    tells: 'nothing; no request, nothing stored',
    attributes: '',
    places,
    mayTell: never,
    isRecorded: false,
  },
  {
    name: 'consent denied',
    tells: 'nothing; no request, nothing stored but the denial',
    attributes: '',
    places,
    mayTell: never,
    isRecorded: false,
    before: 'playhead.consent.deny()',
  },
  {
    name: '`unmask` selector',
    tells: 'text and values in the elements that it names',
    attributes: `${granted} data-unmask=".shown"`,
    places: [...places, ...selected, ...notSelected],
    mayTell: (found) => selected.includes(found),
    mustTell: selected,
  },
  {
    name: 'unmask markers',
    tells: 'text and values in the elements that have one',
    attributes: granted,
    places: [...unmasked, ...neverUnmasked],
    mayTell: (found) => unmasked.includes(found),
    mustTell: unmasked,
  },
  {
    name: '`privacy: balanced`',
    tells: 'text that does not look personal',
    attributes: `${granted} data-privacy="balanced"`,
    places,
    mayTell: ({ shows }) => shows === 'balanced',
    mustTell: plain,
  },
  {
    name: '`privacy: relaxed`',
    tells: 'text, attributes, style sheets',
    attributes: `${granted} data-privacy="relaxed"`,
    places,
    mayTell: ({ shows }) => shows !== undefined,
    mustTell: plain,
  },
  {
    name: '`relaxed` with mask and block markers and selectors',
    tells: 'nothing of what they name',
    attributes: `${granted} data-privacy="relaxed" data-mask=".masked" data-block=".blocked"`,
    places: [...marked, ...hidden],
    mayTell: never,
  },
  {
    name: '`relaxed`, and `strict` for the page’s address',
    tells: 'nothing',
    attributes: `${granted} data-privacy="relaxed" data-privacy-rules='[{"url":"${url}","privacy":"strict"}]'`,
    places: places.filter(({ script = '' }) => !/history|location/.test(script)),
    mayTell: never,
  },
  {
    name: '`strict`, and `relaxed` for another address',
    tells: 'nothing',
    attributes: `${granted} data-privacy-rules='[{"url":"/help/*","privacy":"relaxed"}]'`,
    places: places.filter(({ script = '' }) => !/history|location/.test(script)),
    mayTell: never,
  },
]

/** A visit with an option, held against what it may tell. */
export async function tryOption(driver: Driver, option: Option): Promise<OptionResult> {
  const { planted, leaks, requests, stored, searchedBytes } = await visit(driver, option.places, option)
  const found = new Set(leaks.map((leak) => leak.planted.place))
  const wrong = leaks
    .filter((leak) => !option.mayTell(leak.planted.place))
    .map(
      ({ planted: { place: at, moment }, where, encoding, around }) =>
        `${at.group}: ${at.name} (${moment}) ${where} as ${encoding}: ${shown(around)}`,
    )
  for (const expected of option.mustTell ?? []) if (!found.has(expected)) wrong.push(`${expected.name} is not told`)
  if (option.isRecorded === false) {
    if (requests) wrong.push(`${requests} requests`)
    for (const text of stored) if (text !== 'playhead.consent=denied') wrong.push(`stored ${text.slice(0, 60)}`)
  }
  return {
    browser: driver.name,
    option,
    places: option.places.length,
    canaries: planted.length,
    found,
    searchedBytes,
    wrong,
    isRight: wrong.length === 0,
  }
}

const shown = (bytes: string): string => bytes.replace(/[^\x20-\x7e]/g, '·').slice(0, 160)
