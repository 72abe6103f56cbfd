import type { Blanked, BlankOptions } from './blank.ts'
import type { LogRecord } from './record.ts'
import type { Scan } from './scan.ts'
import type { LogSeal } from './seal.ts'

/** Where a record stands in the log; `chunkAt` is where its chunk begins. */
export interface Location {
  readonly file: number
  readonly at: number
  readonly chunkAt: number
  readonly endAt: number
}
/** Where a chunk stands in the log. */
export interface ChunkPlace {
  readonly file: number
  readonly chunkAt: number
  readonly sizeBytes: number
}
export interface LogFile {
  readonly number: number
  /** As people find it: a path in the data directory, or a key in the bucket. */
  readonly name: string
  /** Up to where records are stored for good. */
  readonly sizeBytes: number
}

/**
 * What reads the log. It needs no lock, and works in any process. Throws StoreError `s3-unreachable`, or what
 * the system says: that S3 does not answer, or that a file cannot be opened, is never taken for "gone".
 */
export interface LogReader {
  /** The files there are from this number on, ascending. */
  files(fromNumber?: number): Promise<LogFile[]>
  /** A stretch of a file, as it stands there. Null: it is gone, or is not that long. */
  read(place: ChunkPlace): Promise<Buffer | null>
  /** The same for many, in their order. It may block between two: for processes that do nothing else meanwhile. */
  readEach(places: readonly ChunkPlace[]): AsyncIterable<Buffer | null>
  /**
   * What stands in one file from a record's beginning on, in parts, of which little is held: whoever has enough stops. What is
   * damaged is passed over and told; of a file that is gone there is no part. Throws StoreError `newer-data`.
   * @see docs/storage-format.md#L7
   */
  scan(file: number, fromAt?: number, untilAt?: number): AsyncIterable<Scan>
  /** Null: the file is not sealed, as it is being written or was closed only now; objects are whole or not there. */
  seal(file: number): Promise<LogSeal | null>
  /** A file's name for people, where only its number is known. */
  nameOf(file: number): string
}

/**
 * The truth: chunks of all sessions in the order in which they came, in files that describe themselves. In a directory,
 * or in a bucket of S3. @see docs/storage-format.md#L3
 */
export interface ChunkLog extends LogReader {
  /**
   * Resolves once the record is stored for good, and only then. Throws StoreError `disk-full`, `log-poisoned`,
   * `log-overloaded`, `s3-unreachable`, `closed`: then nothing is promised.
   */
  append(record: LogRecord): Promise<Location>
  /**
   * Overwrites sessions' records in one file with zeros; all others keep their places. Throws StoreError `lease-lost` where
   * files are objects and `signal` is aborted. @see docs/storage-format.md#L23
   */
  blank(file: number, options: BlankOptions): Promise<Blanked>
  /** Removes a whole file. Resolves to the bytes given back. */
  remove(file: number): Promise<number>
  /** Gives back the room of blanked records, where that pays and can be; `keptBytes` are those of others. Resolves to the bytes. */
  thin(file: number, keptBytes: number): Promise<number>
  /** Brings in order what a crash left half done, and seals what is closed. */
  tidy(): Promise<void>
  close(): Promise<void>
}
