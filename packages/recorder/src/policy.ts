/**
 * Whether a page bears the marks of a Content Security Policy. What a policy forbids cannot be asked, and trying it is
 * reported: on such pages only what policies usually allow is tried. @see docs/good-guest.md
 */
export const seemsGuarded = (document: Document): boolean => !!document.querySelector('[nonce],meta[http-equiv=Content-Security-Policy i]')
