import type { Shape } from './field.ts'

/**
 * The event vocabulary: one typed table that drives the encoder, the decoder, the types
 * and the format document. Codes are forever; fields are only ever added by a new version.
 *
 * Which table a row stands in is its lane:
 * - `dom`: what rebuilding the page needs. The server never inflates it.
 * - `signal`: what questions are asked about. The server decodes it on arrival.
 *
 * @see docs/recording-format.md#W6
 */
export interface EventSpec {
  readonly code: number
  readonly fields: Shape
}
export type Lane = 'dom' | 'signal'

/** What the rows of the event table are written with. */
export const event = <const F extends Shape>(code: number, fields: F): { readonly code: number; readonly fields: F } => ({ code, fields })
