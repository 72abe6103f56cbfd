/** A site that is recorded. */
export interface Project {
  readonly id: string
  readonly name: string
  /** Origins whose pages may send recordings, e.g. `https://shop.example`. */
  readonly origins: readonly string[]
  /** What the snippet carries. It can only write. */
  readonly writeKey: string
  /** ISO 8601 UTC. */
  readonly createdAt: string
}
export type Role = 'viewer' | 'member' | 'admin'
export interface TokenOwner {
  readonly id: string
  readonly project: string
  readonly role: Role
}
export interface TokenEntry {
  readonly id: string
  readonly role: Role
  /** ISO 8601 UTC. */
  readonly createdAt: string
}
export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly createdAt: string
}
export interface Refusal {
  readonly code: string
  readonly count: number
  readonly lastAt: string
  readonly detail: string
}
/** What someone wrote down at a moment of a session. `atMs` is since the session's start. */
export interface Note {
  readonly id: string
  readonly atMs: number
  readonly text: string
  /** The name of who wrote it; empty: a script did. */
  readonly author: string
  readonly createdAt: string
}

export interface TombstoneName {
  readonly project: string
  /** A user has one only while an erasure seeks their sessions: they may be recorded again. */
  readonly kind: 'session' | 'visitor' | 'user'
  /** The session's id, or a hash of the visitor's or user's. */
  readonly name: string
}
/** A session or visitor of which nothing is taken any more. */
export interface Tombstone extends TombstoneName {
  /** `withdrawn`: what was recorded before stays. `sought`: it goes where an erasure finds no session of theirs. */
  readonly why: 'erased' | 'withdrawn' | 'sought'
  /** False: its bytes are yet to be erased, or its sessions to be found. */
  readonly isSettled: boolean
}
/** What an erasure found and took away. Names nobody but the session. */
export interface ErasureReceipt {
  readonly id: string
  readonly project: string
  /** What was asked for. */
  readonly subject: 'session' | 'visitor' | 'user'
  readonly sessions: readonly string[]
  /** ISO 8601 UTC. */
  readonly at: string
  /** Who asked. */
  readonly by: string
  readonly logRecords: number
  readonly logBytes: number
  readonly recordingFiles: number
  readonly assets: number
  readonly notes: number
}

export interface ViewPage {
  readonly items: {
    readonly session: string
    /** ISO 8601 UTC. */
    readonly at: string
    /** Who watched: an account's address, `token <id>`, or `command` for one of the server's machine. */
    readonly by: string
  }[]
  readonly nextCursor: string | null
}

/**
 * What is known beside the recordings: SQLite or PostgreSQL, usable from several processes at once.
 * Secrets are stored hashed and returned once, by what creates them.
 */
export interface Metadata {
  readonly projects: {
    /** `id` is made of the name and a random suffix unless given. Throws StoreError `taken`. */
    create(project: { name: string; origins: readonly string[]; id?: string }): Promise<Project>
    list(): Promise<Project[]>
    byId(id: string): Promise<Project | null>
    byWriteKey(writeKey: string): Promise<Project | null>
    setOrigins(id: string, origins: readonly string[]): Promise<Project | null>
  }
  readonly tokens: {
    create(token: { project: string; role: Role }): Promise<{ id: string; token: string }>
    verify(token: string): Promise<TokenOwner | null>
    /** Of one project, oldest first. */
    list(project: string): Promise<TokenEntry[]>
    /** False: there is none with this id. */
    revoke(id: string): Promise<boolean>
  }
  /** The password's hash is made by who calls, and checked by the server. */
  readonly users: {
    /** Throws StoreError `taken`. */
    create(user: { name: string; email: string; passwordHash: string }): Promise<User>
    byEmail(email: string): Promise<(User & { passwordHash: string }) | null>
    /** Oldest first. */
    list(): Promise<User[]>
    count(): Promise<number>
    /** Ends all that they are signed in with. */
    setPassword(id: string, passwordHash: string): Promise<void>
  }
  /** Signed-in browsers. */
  readonly signIns: {
    /** Null where the password is another by now than the one that was found right. */
    create(userId: string, passwordHash: string): Promise<{ token: string; expiresAt: string } | null>
    verify(token: string): Promise<User | null>
    delete(token: string): Promise<void>
  }
  /** The one-time token of the first run. */
  readonly setupToken: {
    /** Makes a new one; earlier ones stop working. */
    create(): Promise<string>
    /** True once: the token is spent by it. */
    use(token: string): Promise<boolean>
    verify(token: string): Promise<boolean>
  }
  /** What ingest refused, counted per project and code. */
  readonly refusals: {
    /** Adds so many; `detail` is what was said of the last of them, and replaces what was said before. */
    add(project: string, code: string, detail: string, count: number): Promise<void>
    list(project: string): Promise<Refusal[]>
  }
  /** Who watched which recording; looking again within ten minutes is the same view. */
  readonly views: {
    add(view: { project: string; session: string; userId: string | null; tokenId: string | null }): Promise<void>
    /** Latest first; `limit` is 100 unless given. Throws StoreError `bad-question` for a cursor of another list. */
    list(project: string, page?: { limit?: number | undefined; cursor?: string | null | undefined }): Promise<ViewPage>
  }
  readonly notes: {
    /** In order of their moments. */
    list(project: string, session: string): Promise<Note[]>
    /** Writes the note of this id, or rewrites it; who wrote it first stays its author. */
    put(place: { project: string; session: string }, note: Pick<Note, 'id' | 'atMs' | 'text' | 'author'>): Promise<Note>
    /** False: there was none. */
    delete(place: { project: string; session: string }, id: string): Promise<boolean>
  }
  readonly tombstones: {
    list(): Promise<Tombstone[]>
    put(tombstone: Tombstone): Promise<void>
    delete(tombstone: TombstoneName): Promise<void>
  }
  readonly erasures: {
    add(receipt: ErasureReceipt): Promise<void>
    /** Latest first, at most 1,000. */
    list(project: string): Promise<ErasureReceipt[]>
    /** Deletes what people wrote about sessions: how many notes. What is deleted is taken from the disk, too, once for all of them, unless {@link wipe} has to. */
    deleteNotes(project: string, sessions: readonly string[]): Promise<number>
    /** Takes from the disk what was deleted. False: another program reads it, so that it stays there. */
    wipe(): Promise<boolean>
  }
  /** How long and how much of a project is kept. */
  readonly retention: {
    get(project: string): Promise<{ days: number; quotaBytes: number | null }>
    set(project: string, limits: { days: number; quotaBytes: number | null }): Promise<void>
    /** Adds to what was dropped for a reason. */
    countDropped(project: string, reason: 'age' | 'quota', what: { sessions: number; bytes: number }): Promise<void>
    dropped(project: string): Promise<{ reason: 'age' | 'quota'; sessions: number; bytes: number; lastAt: string }[]>
    /** Sessions that someone wrote notes in. */
    noted(project: string): Promise<ReadonlySet<string>>
  }
  /** 32 random bytes, made once per database: keys for session tokens are derived from it. */
  secret(): Promise<Uint8Array>
  close(): Promise<void>
}
