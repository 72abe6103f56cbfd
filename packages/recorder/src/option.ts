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
}

/** Rules that cannot be read are none. */
function samplingRulesFrom(json: string | undefined): readonly SamplingRule[] {
  try {
    return json ? (JSON.parse(json) as SamplingRule[]) : []
  } catch {
    return []
  }
}

/** An attribute that is just there says yes. */
const valueOf = (text: string | undefined): boolean | string | undefined =>
  text === 'false' ? false : text === '' || text === 'true' ? true : text

/** Reads options from a script tag's `data-` attributes. */
export function optionsFromDataset(data: Readonly<Record<string, string | undefined>>, origin: string): InitOptions {
  const privacy = data['privacy']
  const assets = data['assets']
  const sampling = Number(data['sampling'] ?? 1)
  return {
    key: data['key'] ?? '',
    host: data['host'] || origin,
    consent: data['consent'] === 'granted' ? 'granted' : 'required',
    privacy: privacy === 'relaxed' || privacy === 'balanced' ? privacy : 'strict',
    privacyRules: privacyRulesFrom(data['privacyRules']),
    mask: data['mask'],
    unmask: data['unmask'],
    block: data['block'],
    assets: assets === 'off' || assets === 'inline' ? assets : 'upload',
    console: valueOf(data['console']) as CaptureOptions['console'],
    network: valueOf(data['network']),
    canvas: !!valueOf(data['canvas']),
    frames: data['frames']?.split(/[\s,]+/).filter(Boolean),
    state: !!valueOf(data['state']),
    worker: data['worker'] ? data['worker'] === 'true' : undefined,
    path: data['path'],
    sampling: sampling >= 0 && sampling <= 1 ? sampling : 1,
    samplingRules: samplingRulesFrom(data['samplingRules']),
    trigger: data['trigger']?.split(/[\s,]+/).filter(Boolean),
    minimumMs: Number(data['minimumMs']) || undefined,
  }
}

/** Rules that cannot be read make every page strict. */
function privacyRulesFrom(json: string | undefined): readonly PrivacyRule[] {
  try {
    return json ? (JSON.parse(json) as PrivacyRule[]).map(({ url, privacy }) => ({ url: String(url), privacy })) : []
  } catch {
    return [{ url: '*', privacy: 'strict' }]
  }
}
