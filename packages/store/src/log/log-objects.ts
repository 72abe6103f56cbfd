import type { LogRecord } from './record.ts'

/** An object in the bucket that is a file of the log. */
export interface LogObject {
  readonly key: string
  readonly sizeBytes: number
}
/** A record, and where it stands in its object. */
export interface PlacedRecord {
  /** The very object that `append` was given; of an object that nobody came to register, what was read. */
  readonly record: LogRecord
  readonly at: number
  readonly chunkAt: number
  readonly endAt: number
}

/** Which file of the log is which object. */
export interface LogKeys {
  /** Null: the file is gone, or never was. */
  keyOf(file: number): Promise<string | null>
  /** From this number on, ascending. */
  list(fromNumber: number): Promise<(LogObject & { readonly number: number })[]>
}
/** Numbers the objects. No number is used twice; one may be seen later than a greater one. */
export interface LogObjects extends LogKeys {
  /**
   * Gives a stored object its number and makes its chunks known; none of them is acknowledged before it resolves. For a key
   * that has a number it resolves to that one and changes nothing: it is asked again where an answer was lost. A chunk whose
   * place (L2) is known keeps that. A record that is blank, or holds no chunk, is passed over.
   */
  register(object: LogObject, records: readonly PlacedRecord[]): Promise<number>
  /** Those of these keys that have no number. */
  unregistered(keys: readonly string[]): Promise<string[]>
  /** Its object is gone. */
  forget(file: number): Promise<void>
}
