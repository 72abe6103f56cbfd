import type { SignalEvent } from '@playhead/wire'
import type { Catalog, CatalogChunk } from '../catalog/catalog.ts'
import { signalsOf } from '../signal-lane.ts'

/** Reads the signals of a session from the log, all tabs together in time order. Holds them in memory: at most one session's. */
export async function* readSignals(
  catalog: Catalog,
  chunkBytes: (chunk: CatalogChunk) => Promise<Uint8Array | null>,
  project: string,
  session: string,
): AsyncGenerator<SignalEvent & { tab: string }> {
  const events: (SignalEvent & { tab: string })[] = []
  for (const chunk of await catalog.chunks(project, session)) {
    for (const event of signalsOf(await chunkBytes(chunk))) events.push({ ...event, tab: chunk.tab })
  }
  // Stable: events of one moment keep the order of their tab.
  yield* events.sort((a, b) => a.timeMs - b.timeMs)
}
