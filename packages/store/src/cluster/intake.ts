import type { Catalog, NewChunk } from '../catalog/catalog.ts'
import { erased } from '../erasure/gate.ts'
import type { ChunkLog } from '../log/chunk-log.ts'
import { hashChunk } from '../log/record.ts'
import type { AppendResult, IncomingChunk } from '../store.ts'
import type { Outcome, Register } from './register.ts'

/** Chunks whose places this server remembers: who sends one again is answered without storing its bytes once more. */
const rememberedChunks = 100_000

/** Lets chunks into the log; which of several in one place is the first is decided where their files are registered. */
export function createClusterIntake(options: { log: Pick<ChunkLog, 'append'>; register: Register; catalog: Pick<Catalog, 'chunk'> }): {
  /** Throws StoreError `erased`, and what the log throws. */
  append(chunk: IncomingChunk): Promise<AppendResult>
} {
  const { log, register, catalog } = options
  const underWay = new Map<string, Promise<Outcome>>()
  const stored = new Map<string, string>()

  async function store({ project, receivedMs, bytes, header, signals }: IncomingChunk, hash: Buffer): Promise<Outcome> {
    const record = { project, receivedMs, hash, bytes }
    const chunk: NewChunk = { project, receivedMs, hash: hash.toString('hex'), header, signals, sizeBytes: bytes.length }
    register.describe(record, chunk)
    await log.append(record)
    // The log resolves after its file was registered.
    return register.outcomeOf(record)!
  }
  const remember = (place: string, hash: string): void => {
    stored.set(place, hash)
    if (stored.size > rememberedChunks) stored.delete(stored.keys().next().value!)
  }

  return {
    async append(chunk) {
      const { session, tab, seq } = chunk.header
      const hash = hashChunk(chunk.bytes)
      const hex = hash.toString('hex')
      const place = `${chunk.project} ${session} ${tab} ${seq}`
      // Retention, here or on another server, may have taken it since.
      if (stored.get(place) === hex && (await catalog.chunk(chunk.project, session, tab, seq))) return 'duplicate'
      const name = `${place} ${hex}`
      const earlier = underWay.get(name)
      // The first one's fate is this one's: a duplicate of what was never stored is no duplicate.
      const settled = earlier ?? store(chunk, hash)
      if (!earlier) underWay.set(name, settled)
      try {
        const outcome = await settled
        if (outcome === 'erased') throw erased(session)
        if (outcome !== 'conflict') remember(place, hex)
        return earlier && outcome === 'stored' ? 'duplicate' : outcome
      } finally {
        if (!earlier) underWay.delete(name)
      }
    },
  }
}
