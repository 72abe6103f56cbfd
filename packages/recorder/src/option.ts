import type { PrivacyName } from './privacy/level.ts'

/**
 * What is done with style sheets, images and fonts. `upload`: their hashes are told, and the server asks for what it
 * lacks; `inline`: their bytes travel in the stream; `off`: neither.
 */
export type AssetPolicy = 'upload' | 'inline' | 'off'

/** What is recorded, with or without a server. */
export interface CaptureOptions {
  /** How much is masked; `strict` unless the site says otherwise. */
  readonly privacy?: PrivacyName | undefined
  /** Selectors of elements that are masked, unmasked or kept as empty boxes, beside the markers in them. */
  readonly mask?: string | undefined
  readonly unmask?: string | undefined
  readonly block?: string | undefined
  readonly assets?: AssetPolicy | undefined
  readonly console?: boolean | undefined
  readonly network?: boolean | undefined
  /** Canvases are told as boxes; their pictures are not recorded. */
  readonly canvas?: boolean | undefined
}

export interface InitOptions extends CaptureOptions {
  /** The project's write key. */
  readonly key: string
  /** Origin of the Playhead server. */
  readonly host: string
  /** `granted` where the site has its own basis; otherwise nothing happens before `consent.grant()`. */
  readonly consent?: 'required' | 'granted' | undefined
  /** Share of visits that are recorded, 0 … 1. */
  readonly sampling?: number | undefined
}

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
    mask: data['mask'],
    unmask: data['unmask'],
    block: data['block'],
    assets: assets === 'off' || assets === 'inline' ? assets : 'upload',
    console: data['console'] !== 'false',
    network: data['network'] !== 'false',
    sampling: sampling >= 0 && sampling <= 1 ? sampling : 1,
  }
}
