/**
 * The page an address belongs to: its path with numbers, UUIDs and long tokens as `:id`.
 * Query and hash are dropped. What is no address is taken for a path.
 */
export function pageOf(url: string): string {
  return pathOf(url)
    .split('/')
    .map((segment) => (isId(segment) ? ':id' : segment))
    .join('/')
}

/** Path of an address without query and hash; at least `/`. */
export function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
  return path.startsWith('/') ? path : `/${path}`
}

/** Host of an address without port and `www.`, in lower case; empty when there is none. */
export function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)/i.exec(url)?.[1]?.toLowerCase() ?? ''
}

function isId(segment: string): boolean {
  if (/^\d+$/.test(segment)) return true
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(segment)) return true
  if (/^(?=.*\d)[0-9a-f]{12,}$/i.test(segment)) return true
  // Tokens mix cases and digits without the hyphens that slugs are made of.
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[0-9A-Za-z_-]{20,}$/.test(segment) || /^(?=.*\d)(?=.*[a-z])[0-9a-z]{20,}$/i.test(segment)
}
