import { isRandom } from './random.ts'

/**
 * Masks text and keeps its shape: case, digits, spaces and punctuation stay where they were, so that lines break as
 * they did. The UTF-16 length never changes, because text fix-ups count in it.
 */
export function maskText(text: string): string {
  let masked = ''
  // Code by code: a page has little text beside its markup, and four passes of regular expressions cost more.
  for (let at = 0; at < text.length; at += 4096) {
    const codes: number[] = []
    for (let i = at; i < text.length && i < at + 4096; i++) codes.push(maskCode(text.charCodeAt(i)))
    masked += String.fromCharCode(...codes)
  }
  return masked
}

function maskCode(code: number): number {
  if (code < 128) {
    if (code > 96 && code < 123) return lower
    if (code > 64 && code < 91) return upper
    if (code > 47 && code < 58) return zero
    // Controls other than white space, and DEL, are no punctuation.
    return (code < 32 && (code < 9 || code > 13)) || code === 127 ? lower : code
  }
  if (code >= 0xc0 && code <= 0xde) return upper
  if ((code >= 0x3041 && code <= 0xd7ff) || (code >= 0xf900 && code <= 0xfaff)) return ideograph
  return isSpace(code) ? code : lower
}
const [lower, upper, zero, ideograph] = [120, 88, 48, 0x5b57] as const
/** White space beyond ASCII, as `\s` knows it. */
const isSpace = (code: number): boolean =>
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000 ||
  code === 0xfeff

/**
 * IBANs, cards, phones and other long numbers, in whatever digits and with whatever dashes; what tokens begin with; and
 * words long enough to be tokens. Nothing here looks further than it takes.
 */
const tokens = String.raw`\b(?:eyJ[\w-]+(?:\.[\w-]+)*|(?:[prs]k|gh[a-z]|xox[a-z]|glpat|whsec)[_-][\w-]{6,}|A[KS]IA[A-Z\d]{12,}|Bearer\s+[\w.~+/=-]{6,})`
const long = String.raw`[\w-]{16,}`
const personal = new RegExp(
  String.raw`\b[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4}){3,8}[\dA-Z]{0,3}|\+?\p{Nd}(?:[\s().\p{Pd}\p{Cf}\u2212/]{0,3}\p{Nd}){4,}|(${tokens})|${long}`,
  'gu',
)
const secret = new RegExp(`(${tokens})|${long}`, 'g')
/** How far from its `@` an address may reach. */
const maxAddress = 256

/** Masks only what looks personal. Same length. */
export const maskPersonal = (text: string): string =>
  maskAddresses(text).replace(personal, (found, isToken?: string) =>
    isToken || /\p{Nd}/u.test(found) || isWild(found) ? maskText(found) : found,
  )
/** Constants of programs are words in capitals. */
const isWild = (word: string): boolean => isRandom(/[a-z]/.test(word) ? word : word.toLowerCase())

/** Masks only what lets somebody in, and words written at random. Same length. */
export const maskTokens = (text: string): string =>
  text.replace(secret, (found, isToken?: string) => (isToken || isWild(found) ? maskText(found) : found))

function maskAddresses(text: string): string {
  let masked = ''
  let done = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at
    let to = at + 1
    while (from > done && at - from < maxAddress && isInAddress(text[from - 1]!)) from--
    while (to < text.length && to - at < maxAddress && isInAddress(text[to]!)) to++
    if (from === at || to === at + 1) continue
    masked += text.slice(done, from) + maskText(text.slice(from, to))
    done = to
  }
  return masked + text.slice(done)
}
const isInAddress = (char: string): boolean => !/[\s@<>"']/.test(char)

const buckets = [0, 3, 7, 12] as const

/** 0, 1 (1-3), 2 (4-10), 3 (11+): all that is ever told about a value's length. */
export const lengthBucket = (value: string): number => (value.length > 10 ? 3 : value.length > 3 ? 2 : value.length ? 1 : 0)

/** Masks what a form control holds: even its length is only a bucket. */
export const maskInput = (value: string): string => '\u2022'.repeat(buckets[lengthBucket(value)]!)
