import { pass, reject, type Step } from './step.ts'

const most = { bytes: 64 << 10, depth: 64 } as const

/** Fields of signals that hold a page's JSON as text. */
const jsonFields = ['traits', 'properties'] as const

/** What pages put into signals is small and shallow, so that nobody who reads it later is harmed by it. */
export const checkJson: Step = ({ signals }) => {
  for (const signal of signals!) {
    for (const field of jsonFields) {
      const text = (signal as Partial<Record<string, unknown>>)[field]
      const fault = typeof text === 'string' ? faultOf(text) : null
      if (fault) return reject('bad-chunk', `${signal.type}.${field} ${fault}`)
    }
  }
  return pass
}

/** Scans without parsing: a text that is too deep would overflow a parser. Escaped keys count too. */
function faultOf(text: string): string | null {
  if (Buffer.byteLength(text) > most.bytes) return `is longer than ${most.bytes} bytes`
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '[' || char === '{') {
      if (++depth > most.depth) return `is nested deeper than ${most.depth}`
    } else if (char === ']' || char === '}') depth--
    else if (char === '"') {
      const start = at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
      if (isProto(text.slice(start, at + 1)) && /^\s*:/.test(text.slice(at + 1))) return 'has the key __proto__'
    }
  }
  return null
}

function isProto(quoted: string): boolean {
  const plain = quoted.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return plain === '"__proto__"'
}
