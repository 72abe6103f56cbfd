import { type ChunkRef, type LossTotal, openLane, readChunk, type RecordingSource } from '@playhead/wire'

/** A source for a recording that is at hand as chunks, with its assets inline. A chunk that cannot be read is told as lost. */
export function sourceFromChunks(chunks: readonly Uint8Array[]): RecordingSource {
  const held = new Map<string, Uint8Array>()
  const refs: ChunkRef[] = []
  let sessionId = ''
  const lost: LossTotal[] = []
  for (const [i, bytes] of chunks.entries()) {
    const header = headerOf(bytes)
    if (typeof header === 'string') {
      lost.push({ what: 'chunk', detail: `part ${i + 1} of ${chunks.length} cannot be read: ${header}`, count: 1 })
      continue
    }
    const { session, tab, seq, baseSeq, baseMs, endMs, keyframe } = header
    sessionId ||= session
    if (held.has(`${tab} ${seq}`)) continue
    held.set(`${tab} ${seq}`, bytes)
    refs.push({ tab, seq, baseSeq, baseMs, endMs, keyframe, sizeBytes: bytes.length })
  }
  const tabs = [...new Set(refs.map(({ tab }) => tab))].map((id) => {
    const own = refs.filter(({ tab }) => tab === id)
    return { id, startedAtMs: Math.min(...own.map(({ baseMs }) => baseMs)), endedAtMs: Math.max(...own.map(({ endMs }) => endMs)) }
  })
  const startedAtMs = tabs.length ? Math.min(...tabs.map((tab) => tab.startedAtMs)) : 0
  const endedAtMs = Math.max(startedAtMs, ...tabs.map((tab) => tab.endedAtMs))
  let bodies: Promise<Map<string, { bytes: Uint8Array; mime: string }>> | null = null
  return {
    manifest: { sessionId, startedAtMs, endedAtMs, durationMs: endedAtMs - startedAtMs, live: false, tabs, chunks: refs, assets: [], lost },
    loadChunk: async ({ tab, seq }) => held.get(`${tab} ${seq}`)!,
    async loadAsset(hash) {
      bodies ??= readBodies([...held.values()])
      return (await bodies).get(hash) ?? null
    },
  }
}

/** What is wrong with it, where it cannot be read. */
function headerOf(bytes: Uint8Array): ReturnType<typeof readChunk>['header'] | string {
  try {
    return readChunk(bytes).header
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function readBodies(chunks: readonly Uint8Array[]): Promise<Map<string, { bytes: Uint8Array; mime: string }>> {
  const bodies = new Map<string, { bytes: Uint8Array; mime: string }>()
  for (const bytes of chunks)
    for (const event of await openLane(readChunk(bytes), 'dom').catch(() => [])) {
      if (event.type !== 'assetBody') continue
      const body = Uint8Array.from(atob(event.base64), (letter) => letter.charCodeAt(0))
      bodies.set(event.hash, { bytes: body, mime: event.mime })
    }
  return bodies
}
