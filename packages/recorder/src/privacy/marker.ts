/** Markers on elements: ours, and the ones that people already have from other tools. */
const mask =
  '[data-playhead-mask],.rr-mask,.ph-mask,[data-clarity-mask],.fs-mask,[data-hj-suppress],[data-sentry-mask],.sentry-mask,[data-openreplay-obscured],[data-dd-privacy=mask],[data-dd-privacy=mask-user-input],[data-private]'
const unmask = '[data-playhead-unmask],[data-clarity-unmask],.fs-unmask,[data-sentry-unmask],.sentry-unmask'
const block =
  '[data-playhead-block],.rr-block,.rr-ignore,.ph-no-capture,.fs-exclude,[data-sentry-block],.sentry-block,[data-openreplay-hidden],[data-dd-privacy=hidden],[data-lucky-hide],[data-private=redact]'

export interface Markers {
  readonly mask: string
  readonly unmask: string
  readonly block: string
  readonly any: string
}

/** Adds a site's own selectors. One that the browser cannot read is left out. */
export function createMarkers(
  document: Document,
  own: { mask?: string | undefined; unmask?: string | undefined; block?: string | undefined },
): Markers {
  const join = (fixed: string, added: string | undefined): string => {
    if (!added) return fixed
    try {
      document.createDocumentFragment().querySelector(added)
      return `${fixed},${added}`
    } catch {
      return fixed
    }
  }
  const made = { mask: join(mask, own.mask), unmask: join(unmask, own.unmask), block: join(block, own.block) }
  return { ...made, any: `${made.mask},${made.unmask},${made.block}` }
}
