/**
 * Keeps whole objects under keys: a directory, or a bucket of S3. It knows bytes only. An object is written once and
 * never changed, but may be written again with what makes the same bytes. What cannot be read, though it may be there, throws
 * StoreError `s3-unreachable` or what the system says: it is never taken for "not there".
 * @see docs/storage-format.md#L26
 */
export interface ByteStore {
  /** Whether each call is a request over the network: then nobody lists everything at a start. */
  readonly isRemote: boolean
  /**
   * Resolves once the object is there, whole, and lasts; until then it is not there at all, or is the one before.
   * Throws StoreError `disk-full` (of a directory the reserve counts as full: L9), `s3-unreachable`; what `signal` was
   * aborted with, where each call is a request: none is made any more.
   */
  put(key: string, parts: readonly Uint8Array[], signal?: AbortSignal): Promise<void>
  /** Null: there is none. */
  get(key: string): Promise<Buffer | null>
  /** A stretch of an object, shorter where that ends. Null: there is none. */
  read(key: string, at: number, sizeBytes: number): Promise<Buffer | null>
  /** Null: there is none. */
  size(key: string): Promise<number | null>
  /** What is not there need not go. */
  delete(key: string): Promise<void>
  /** Keys that begin with `prefix`, in no order. What is being written is not among them. */
  list(prefix: string): AsyncIterable<string>
  /** The same, and what is known of them. */
  objects(prefix: string): AsyncIterable<StoredObject>
  /** Removes what a crash left half written, while nobody writes. */
  tidy(prefix: string): Promise<void>
}

export interface StoredObject {
  readonly key: string
  readonly sizeBytes: number
  /** When it was written last, epoch ms, by the clock of where it is. */
  readonly storedMs: number
}

/** Folders and a name of letters, digits, `_`, `-` and `.`: the same on every file system and in every address. */
export function isKey(text: string): boolean {
  return text.length <= 700 && /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(text)
}
