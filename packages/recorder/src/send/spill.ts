import { spillName } from '../session/storage.ts'
import type { Bytes } from './asset.ts'

/** Where a chunk lies: sorted as it was laid down. */
type SpillPlace = [project: string, atMs: number, ordinal: number, sizeBytes: number]

/** A chunk on its way. */
export interface Letter {
  readonly chunk: Bytes
  readonly session: string
  /** What lets it into its session, once that is known. */
  token?: string | undefined
  place?: SpillPlace
}

/** Keeps masked chunks in the browser while they cannot be sent, for this page or the next. */
export interface Spill {
  /** What other documents left, oldest first. */
  take(): Promise<Letter[]>
  /** Within this task where it can be, for a page that may be gone after it. What lies there already stays. */
  put(letters: readonly Letter[]): void
  remove(letter: Letter): void
  /** Nothing is laid down any more. */
  close(): void
}

const maxBytes = 5 << 20
const maxAgeMs = 24 * 3_600_000

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error())
  })

/**
 * @param project chunks of other projects on this origin are not looked at
 * @param onDrop so many had to go: too old, or too many
 */
export function openSpill(window: Window, project: string, onDrop: (count: number) => void): Spill {
  let db: IDBDatabase | null = null
  let isClosed = false
  let ordinal = 0

  function close(): void {
    isClosed = true
    db?.close()
    db = null
  }
  async function open(): Promise<void> {
    // Reading it may throw, too; where a frame has joined its page's recording, there is none.
    const request = window.indexedDB.open(spillName, 1)
    request.onupgradeneeded = () => void request.result.createObjectStore('chunk')
    db = await answerOf(request)
    // Whoever deletes it waits for this.
    db.onversionchange = close
    if (isClosed) close()
  }
  /** Storage may be forbidden, full or gone. */
  const ready = open().catch(() => undefined)
  function use(task: (chunks: IDBObjectStore) => void): void {
    try {
      const chunks = db?.transaction('chunk', 'readwrite').objectStore('chunk')
      if (!chunks) return
      task(chunks)
      // What waits to be committed by itself is undone when the page goes.
      chunks.transaction.commit()
    } catch {
      close()
    }
  }
  const remove = (place: SpillPlace): void => use((chunks) => void chunks.delete(place))
  const range = (): IDBKeyRange => IDBKeyRange.bound([project], [project, []])
  /** Makes room from the oldest on. Returns the places that stay. */
  function trim(places: readonly SpillPlace[]): Set<SpillPlace> {
    const staying = new Set<SpillPlace>()
    let room = maxBytes
    for (const place of [...places].reverse()) {
      room -= place[3]
      if (room >= 0 && Date.now() - place[1] < maxAgeMs) staying.add(place)
      else remove(place)
    }
    if (staying.size < places.length) onDrop(places.length - staying.size)
    return staying
  }
  function put(letters: readonly Letter[]): void {
    const fresh = letters.filter((letter) => !letter.place)
    if (!fresh.length || isClosed) return
    if (!db) return void ready.then(() => db && put(letters))
    use((chunks) => {
      for (const letter of fresh) {
        const { chunk, session, token } = letter
        letter.place = [project, Date.now(), ordinal++ + Math.random(), chunk.length]
        chunks.put({ chunk, session, token }, letter.place)
      }
    })
    use((chunks) => {
      const found = chunks.getAllKeys(range())
      found.onsuccess = () => void trim(found.result as SpillPlace[])
    })
  }
  return {
    async take() {
      await ready
      if (!db) return []
      const chunks = db.transaction('chunk').objectStore('chunk')
      const [places, letters] = await Promise.all([answerOf(chunks.getAllKeys(range())), answerOf<Letter[]>(chunks.getAll(range()))])
      const staying = trim(places as SpillPlace[])
      return letters.flatMap((letter, i) => {
        const place = places[i] as SpillPlace
        return staying.has(place) ? { ...letter, place } : []
      })
    },
    put,
    remove: ({ place }) => place && remove(place),
    close,
  }
}
