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
  /** Share of visits that are recorded, 0 … 1; all of them unless told otherwise. */
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
  /** What of the script tag could not be read, as it stands there: `status()` tells it. */
  readonly problems?: readonly string[] | undefined
}

/** An attribute that is just there says yes. */
const valueOf = (text: string | undefined): boolean | string | undefined =>
  text === 'false' ? false : text === '' || text === 'true' ? true : text

/** Reads options from a script tag's `data-` attributes. */
export function optionsFromDataset(data: Readonly<Record<string, string | undefined>>, origin: string): InitOptions {
  const problems: string[] = []
  /** The value of an attribute if it is of its kind; else what holds instead, and a problem. */
  function take<T>(name: string, parse: (text: string) => T | undefined, instead: T, ifAbsent = instead): T {
    const text = data[name]
    if (text === undefined) return ifAbsent
    let found: T | undefined
    try {
      found = parse(text)
    } catch {
      // Not JSON.
    }
    if (found === undefined) problems.push(`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${text}"`)
    return found ?? instead
  }
  const oneOf =
    <T extends string>(...known: readonly T[]) =>
    (text: string): T | undefined =>
      known.find((one) => one === text)
  const listOf =
    <T>(toItem: (item: T) => T) =>
    (text: string): readonly T[] | undefined => {
      const found = JSON.parse(text) as unknown
      return Array.isArray(found) ? found.map((item) => toItem(item as T)) : undefined
    }
  const triggers = data['trigger']?.split(/[\s,]+/).filter(Boolean) ?? []
  const read: InitOptions = {
    key: data['key'] ?? '',
    host: data['host'] || origin,
    consent: take('consent', oneOf('granted', 'required'), 'required'),
    privacy: take('privacy', oneOf('strict', 'balanced', 'relaxed'), 'strict'),
    // Rules that cannot be read make every page strict.
    privacyRules: take<readonly PrivacyRule[]>(
      'privacyRules',
      listOf(({ url, privacy }) => ({ url: String(url), privacy })),
      [{ url: '*', privacy: 'strict' }],
      [],
    ),
    mask: data['mask'],
    unmask: data['unmask'],
    block: data['block'],
    assets: take('assets', oneOf('upload', 'inline', 'off'), 'upload'),
    console: valueOf(data['console']) as CaptureOptions['console'],
    network: valueOf(data['network']),
    canvas: !!valueOf(data['canvas']),
    frames: data['frames']?.split(/[\s,]+/).filter(Boolean),
    state: !!valueOf(data['state']),
    worker: data['worker'] ? data['worker'] === 'true' : undefined,
    path: data['path'],
    sampling: take('sampling', (text) => (text && Number(text) >= 0 && Number(text) <= 1 ? Number(text) : undefined), 1),
    samplingRules: take<readonly SamplingRule[]>(
      'samplingRules',
      listOf((rule) => ({ ...rule })),
      [],
    ),
    // A name that can never come is no reason to send what was to wait for it.
    trigger: take('trigger', () => (triggers.every((name) => /^(?:error|rage|event:.+)$/.test(name)) ? triggers : undefined), triggers),
    minimumMs: take('minimumMs', (text) => (Number(text) >= 0 ? Number(text) : undefined), 0),
  }
  return { ...read, problems }
}
