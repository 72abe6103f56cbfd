/** Addresses of this machine: what is developed on them is hardly ever served with a certificate. */
const local = /^(?:(?:[\w-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?=[:/?#]|$)/i

/**
 * The origin of an address as a person writes or pastes it; null when it is none.
 * Without a scheme it is taken for https, on this machine for http. A pattern such as `*.example.com` is none: browsers
 * differ in what they make of it, and no page has it.
 */
export function originFromAddress(address: string): string | null {
  const text = address.trim()
  const full = /^https?:\/\//i.test(text) ? text : `${local.test(text) ? 'http' : 'https'}://${text}`
  if (!URL.canParse(full)) return null
  const { origin, hostname } = new URL(full)
  if (/[*%]/.test(hostname)) return null
  return hostname.includes('.') || hostname === 'localhost' || hostname === '[::1]' ? origin : null
}
