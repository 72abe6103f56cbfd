/** Markers on elements: ours, and the ones that people already have from other tools. */
const mask =
  '[data-playhead-mask],.rr-mask,.ph-mask,[data-clarity-mask],.fs-mask,[data-hj-suppress],[data-sentry-mask],.sentry-mask,[data-openreplay-obscured],[data-dd-privacy^=mask],[class*=dd-privacy-mask],[data-private]'
const unmask =
  '[data-playhead-unmask],[data-clarity-unmask],.fs-unmask,[data-sentry-unmask],.sentry-unmask,[data-dd-privacy=allow],.dd-privacy-allow'
const block =
  '[data-playhead-block],.rr-block,.rr-ignore,.ph-no-capture,.fs-exclude,[data-sentry-block],.sentry-block,[data-openreplay-hidden],[data-dd-privacy=hidden],.dd-privacy-hidden,[data-lucky-hide],[data-private=redact]'

export interface Markers {
  readonly mask: string
  readonly unmask: string
  readonly block: string
  readonly any: string
  /** A site's own selectors are among them. */
  readonly hasOwn: boolean
  /** Whether HTML text may hold an element with a marker; always, where the text is not known. */
  mayBeIn(html: string | null): boolean
  /** Whether an attribute of this name can mark an element, or have people type into it. */
  mayBeNamed(attribute: string): boolean
}

const names = 'data-(?:playhead|clarity|hj|sentry|openreplay|dd-p|private|lucky)'
/** What every marker above begins with, after a space or a quote; some pages take class names in any case. */
const begun = new RegExp(`[\\s"](?:rr-|ph-|fs-|sentry-|dd-p|${names})|dd-privacy-mask`, 'i')
const named = new RegExp(`^(?:class$|contenteditable$|role$|${names})`)

/** Adds a site's own selectors. Where one that hides cannot be read, nothing is known to be safe: everything is masked. */
export function createMarkers(
  document: Document,
  own: { mask?: string | undefined; unmask?: string | undefined; block?: string | undefined },
): Markers {
  const join = (fixed: string, added: string | undefined): string | null => {
    if (!added) return fixed
    try {
      document.createDocumentFragment().querySelector(added)
      return `${fixed},${added}`
    } catch {
      return null
    }
  }
  const blocked = join(block, own.block)
  const made = { mask: (blocked && join(mask, own.mask)) ?? '*', unmask: join(unmask, own.unmask) ?? unmask, block: blocked ?? block }
  const hasOwn = !!(own.mask || own.unmask || own.block)
  return {
    ...made,
    hasOwn,
    any: `${made.mask},${made.unmask},${made.block}`,
    mayBeIn: (html) => hasOwn || html === null || begun.test(html),
    mayBeNamed: (attribute) => hasOwn || named.test(attribute),
  }
}
