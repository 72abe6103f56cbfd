import type { Catalog, CatalogChunk } from './catalog/catalog.ts'
import type { Ask } from './index/engine.ts'
import { askBackdrop } from './question/backdrop.ts'
import { askClickMap } from './question/click-map.ts'
import { askPages } from './question/pages.ts'
import { askRecording } from './question/recording.ts'
import { askSessions } from './question/search-sessions.ts'
import { askSession } from './question/session.ts'
import { readSignals } from './question/session-signals.ts'
import { askStatus } from './question/status.ts'
import type { Store } from './store.ts'

type Answers = Pick<
  Store,
  'chunkBytes' | 'recording' | 'searchSessions' | 'sessionIds' | 'session' | 'sessionSignals' | 'clickMap' | 'backdrop' | 'pages' | 'status'
>

/** What is asked of a store, wherever its parts are. */
export function createAnswers(options: {
  catalog: Catalog
  ask: Ask
  chunkBytes(chunk: CatalogChunk): Promise<Uint8Array | null>
}): Answers {
  const { catalog, ask, chunkBytes } = options
  return {
    async chunkBytes(project, session, tab, seq) {
      const chunk = await catalog.chunk(project, session, tab, seq)
      return chunk && chunkBytes(chunk)
    },
    recording: (project, session) => askRecording(catalog, project, session),
    searchSessions: (project, search) => askSessions(ask, project, search),
    sessionIds: async (project) => (await catalog.usage.lastBefore(project, Number.MAX_SAFE_INTEGER)).map(({ session }) => session),
    session: (project, id) => askSession(ask, project, id),
    sessionSignals: (project, id) => readSignals(catalog, chunkBytes, project, id),
    clickMap: (project, question) => askClickMap(ask, project, question),
    backdrop: (project, question) => askBackdrop(ask, catalog, chunkBytes, project, question),
    pages: (project, question) => askPages(ask, project, question),
    status: (project) => askStatus(ask, catalog, project),
  }
}
