/** A document's doctype, as far as it says how the page is laid out; empty: in quirks mode. */
export function doctypeOf({ doctype, compatMode }: Document): string {
  // What stands in `srcdoc` needs none.
  if (!doctype) return compatMode === 'CSS1Compat' ? '<!DOCTYPE html>' : ''
  const { publicId, systemId } = doctype
  // Identifiers that everybody uses; a system identifier counts by being there.
  const known = /^-\/\/(?:W3C|IETF)\/\/DTD X?HTML [\d. A-Za-z]{0,30}\/\/EN$/.test(publicId) ? ` PUBLIC "${publicId}"` : ''
  return `<!DOCTYPE html${known || (systemId && ' SYSTEM')}${systemId && ' "about:legacy-compat"'}>`
}
