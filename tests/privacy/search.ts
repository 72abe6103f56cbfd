import { stem } from './canary.ts'

type Encode = (text: string) => string[]

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8')
const each = (text: string, say: (code: number) => string): string => Array.from(text, (char) => say(char.charCodeAt(0))).join('')
const hex = (code: number, digits = 2): string => code.toString(16).padStart(digits, '0')

/** Base64 of text that begins at any of the three places within a group: only the characters that nothing else decides. */
function base64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytesOf(text)])
    return whole.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6))
  })
}
const utf16 = (text: string, isBig: boolean): string => {
  const bytes = Buffer.from(text, 'utf16le')
  return (isBig ? bytes.swap16() : bytes).toString('latin1')
}

/** Every way in which a canary may be written down, as Latin-1 text of its bytes. */
export const encodings: Readonly<Record<string, Encode>> = {
  raw: (text) => [text],
  'upper case': (text) => [text.toUpperCase()],
  base64,
  base64url: (text) => base64(text).map((found) => found.replaceAll('+', '-').replaceAll('/', '_')),
  hex: (text) => [bytesOf(text).toString('hex'), bytesOf(text).toString('hex').toUpperCase()],
  'URL-encoded': (text) => [each(text, (code) => `%${hex(code)}`), each(text, (code) => `%${hex(code).toUpperCase()}`)],
  'URL-encoded where it must be': (text) => [encodeURIComponent(text)],
  'HTML, decimal': (text) => [each(text, (code) => `&#${code};`)],
  'HTML, hexadecimal': (text) => [each(text, (code) => `&#x${hex(code)};`)],
  'JSON or CSS escapes': (text) => [each(text, (code) => `\\u${hex(code, 4)}`), each(text, (code) => `\\${hex(code)} `)],
  'UTF-16 LE': (text) => [utf16(text, false)],
  'UTF-16 BE': (text) => [utf16(text, true)],
}

export interface Find {
  readonly canary: string
  readonly encoding: string
  /** What stands around it. */
  readonly around: string
}

export type SearchBytes = (bytes: Uint8Array) => Find[]

/** Finds these canaries in bytes, in any encoding; each once per encoding. */
export function createSearch(canaries: readonly string[]): SearchBytes {
  const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
  const prepared = Object.entries(encodings).map(([encoding, encode]) => ({
    encoding,
    stems: encode(stem).map(latin1),
    words: canaries.map((canary) => ({ canary, isStemmed: canary.startsWith(stem), needles: encode(canary).map(latin1) })),
  }))
  return (bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const found: Find[] = []
    for (const { encoding, stems, words } of prepared) {
      // A needle is looked for only where what all of them begin with is.
      const hasStem = stems.some((needle) => buffer.includes(needle))
      for (const { canary, isStemmed, needles } of words) {
        if (isStemmed && !hasStem) continue
        const needle = needles.find((one) => buffer.includes(one))
        if (!needle) continue
        const at = buffer.indexOf(needle)
        found.push({ canary, encoding, around: buffer.toString('latin1', Math.max(0, at - 60), at + needle.length + 40) })
      }
    }
    return found
  }
}
