import { hyphenate } from './hyphenate.ts'
import { type CheckedOptions, checkOptions } from './option-check.ts'
import type { NetworkOptions } from './extra/network.ts'
import type { RedactOptions } from './extra/redact.ts'
import type { PrivacyName, PrivacyRule } from './privacy/level.ts'
import type { Extra } from './scope.ts'
import type { SamplingRule } from './trigger/choice.ts'

/**
 * What is done with style sheets, images and fonts. `upload`: their hashes are told, and the server asks for what it
 * lacks; `inline`: their bytes travel in the stream; `off`: neither.
 */
export type AssetPolicy = 'upload' | 'inline' | 'off'

/** What is recorded, with or without a server. */
export interface CaptureOptions {
  /** How much is masked; `strict` unless the site says otherwise. */
  readonly privacy?: PrivacyName | undefined
  /** Other levels for pages by their address: `{ url: '/account/*', privacy: 'strict' }`. */
  readonly privacyRules?: readonly PrivacyRule[] | undefined
  /** Selectors of elements that are masked, unmasked or kept as empty boxes, beside the markers in them. */
  readonly mask?: string | undefined
  readonly unmask?: string | undefined
  readonly block?: string | undefined
  readonly assets?: AssetPolicy | undefined
  /** Whether console calls are told. `structured`, or what its extra takes: with what objects consist of. */
  readonly console?: boolean | 'structured' | RedactOptions | undefined
  /** Whether requests are told. `bodies`, addresses, or what its extra takes: with headers and bodies of those. */
  readonly network?: boolean | string | NetworkOptions | undefined
  /** Whether pictures of canvases are told; else they are boxes. */
  readonly canvas?: boolean | undefined
  /** Origins of frames that record themselves and are joined to this recording; and, in a frame, of pages whose recordings it joins. */
  readonly frames?: readonly string[] | undefined
  /** Whether state that the site tells is recorded. */
  readonly state?: boolean | RedactOptions | undefined
  /** Whether masking and encoding may have a worker, made from a `blob:` address. Unless said, only where no policy seems to forbid it. */
  readonly worker?: boolean | undefined
  /**
   * What is watched beyond the default: `@playhead/recorder/canvas` and its siblings. The script tag's build fetches
   * them itself where their options are on; elsewhere they have to be here.
   */
  readonly extras?: readonly Extra[] | undefined
}

export interface InitOptions extends CaptureOptions {
  /** The project's write key. */
  readonly key: string
  /** Origin of the Playhead server. */
  readonly host: string
  /** `granted` where the site has its own basis; otherwise nothing happens before `consent.grant()`. */
  readonly consent?: 'required' | 'granted' | undefined
  /**
   * A path of the site's own under which the recorder and the ingest address are served; `host` is then only where
   * recordings are looked at. @see docs/first-party.md
   */
  readonly path?: string | undefined
  /** Share of visits that are recorded, 0 … 1; all of them unless told otherwise: why is in the README. */
  readonly sampling?: number | undefined
  /** Visits that are recorded more or less often than that: the first rule that holds decides. */
  readonly samplingRules?: readonly SamplingRule[] | undefined
  /**
   * Nothing leaves the page before one of these happens: `error`, `rage`, `event:<name>`. Then the last minute before it
   * does, and all that follows in this visit.
   */
  readonly trigger?: readonly string[] | undefined
  /** Nothing leaves before the visit has lasted so long, unless it has an error or rage clicks. */
  readonly minimumMs?: number | undefined
}

const readers: readonly (readonly [names: RegExp, read: (text: string) => unknown])[] = [
  [/Rules$/, (text) => JSON.parse(text)],
  [/^(?:sampling|minimumMs)$/, (text) => Number(text || NaN)],
  [/^(?:frames|trigger)$/, (text) => text.split(/[\s,]+/).filter(Boolean)],
  // An attribute that is just there says yes.
  [/^(?:console|network|canvas|state|worker)$/, (text) => (text === 'false' ? false : text === '' || text === 'true' ? true : text)],
]

/** Reads options from a script tag's `data-` attributes. @param origin of the script: the server's, unless told otherwise */
export function optionsFromDataset(data: Readonly<Record<string, string | undefined>>, origin: string): CheckedOptions {
  const given: Record<string, unknown> = {}
  for (const [name, text = ''] of Object.entries(data))
    try {
      given[name] = readers.find(([names]) => names.test(name))?.[1](text) ?? text
    } catch {
      given[name] = text
    }
  const found = checkOptions(given, (name) => `data-${hyphenate(name)}="${data[name]}"`)
  return { ...found, host: found.host || origin }
}
