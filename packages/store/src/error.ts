/** Why the store could not do what it was asked. */
export type StoreErrorCode =
  /** Another process holds the data directory. */
  | 'dir-in-use'
  | 'dir-unwritable'
  /** The data was written by a later version of Playhead. */
  | 'newer-data'
  /** A file of the data directory makes no sense; the message says which, and the way out. */
  | 'damaged-file'
  /** No space left for the log; nothing of this append was kept. */
  | 'disk-full'
  /** A write or sync of the log failed; nothing of this append is promised. */
  | 'log-poisoned'
  /** More waits to be stored in S3 than may; nothing of this append was kept. */
  | 'log-overloaded'
  /** The index child is down or restarting; the log is not affected. */
  | 'index-down'
  /** A condition that cannot be asked of stored sessions yet; the message names it. */
  | 'filter-unsupported'
  /** A range, cursor, sort or limit that makes no sense. */
  | 'bad-question'
  /** Asset bytes that do not match their hash. */
  | 'bad-hash'
  /** PostgreSQL does not answer, or not as it should; the message says what to check. */
  | 'postgres-unreachable'
  /** S3 does not answer, or not as it should; the message says what to check. */
  | 's3-unreachable'
  /** ClickHouse does not answer, or not as it should; the message says what to check. */
  | 'clickhouse-unreachable'
  /** The ClickHouse database holds the index of another data directory. */
  | 'index-taken'
  /** Another server took over what this one was doing. */
  | 'lease-lost'
  /** A question takes longer, or more memory, than one may. */
  | 'question-too-heavy'
  /** Another program reads from a file, so that what was erased stays in it. */
  | 'file-in-use'
  /** A name, e-mail address or id that is taken. */
  | 'taken'
  /** A folder that should be empty is not. */
  | 'not-empty'
  /** A backup that is unfinished or damaged. */
  | 'bad-backup'
  /** The data directory was being restored when that was cut short. */
  | 'restore-unfinished'
  /** Belongs to a session or visitor that was erased, or that withdrew. */
  | 'erased'
  | 'closed'

/** The one error the store throws. Messages are plain sentences, fit for a terminal. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}

/** `versions`: those of the data and of this code, where they are known. */
export const newerData = (what: string, versions: string): StoreError =>
  new StoreError(
    'newer-data',
    `${what} was written by a later version of Playhead (${versions}). Update Playhead, or restore a backup of before.`,
  )
