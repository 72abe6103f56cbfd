/**
 * Masks text and keeps its shape: case, digits, spaces and punctuation stay where they were, so that lines break as
 * they did. The UTF-16 length never changes, because text fix-ups count in it.
 */
export const maskText = (text: string): string =>
  text
    .replace(/[A-Z\u00c0-\u00de]/g, 'X')
    .replace(/\d/g, '0')
    .replace(/[\u3041-\ud7ff\uf900-\ufaff]/g, '\u5b57')
    .replace(/[^\s -`{-~\u5b57]/g, 'x')

/** What looks personal: e-mail, IBAN, cards, phones and other long numbers, tokens. */
const personal =
  /[^\s@<>"']+@[^\s@<>"']+|\b[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4}){3,}[\dA-Z]{0,3}|\+?\d(?:[\s().\-/]{0,2}\d){4,}|\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}/g

/** Masks only what looks personal. Same length. */
export const maskPersonal = (text: string): string => text.replace(personal, maskText)

const buckets = [0, 3, 7, 12] as const

/** 0, 1 (1-3), 2 (4-10), 3 (11+): all that is ever told about a value's length. */
export const lengthBucket = (value: string): number => (value.length > 10 ? 3 : value.length > 3 ? 2 : value.length ? 1 : 0)

/** Masks what a form control holds: even its length is only a bucket. */
export const maskInput = (value: string): string => '\u2022'.repeat(buckets[lengthBucket(value)]!)
