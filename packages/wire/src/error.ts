/** Why bytes or recordings could not be read. */
export type WireErrorCode =
  /** The bytes do not start with the magic of a Playhead file. */
  | 'bad-magic'
  /** A later format version than this code knows. */
  | 'bad-version'
  /** The bytes end before the value does. */
  | 'cut'
  /** The checksum does not match the bytes. */
  | 'bad-checksum'
  /** A value that the format does not allow: unknown event, number out of range, text that is not UTF-8. */
  | 'bad-value'
  /** More than a stated limit: inflated size, count, depth. */
  | 'too-large'
  /** A file of another kind, or of no kind we know. */
  | 'foreign'

/**
 * The one error that reading throws.
 * `offset` is the byte (or, for JSON, the event index) at which reading stopped.
 */
export class WireError extends Error {
  readonly code: WireErrorCode
  readonly offset: number
  constructor(code: WireErrorCode, offset: number, message: string) {
    super(`${message} (${code} at ${offset})`)
    this.name = 'WireError'
    this.code = code
    this.offset = offset
  }
}
