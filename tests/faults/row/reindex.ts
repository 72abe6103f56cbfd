import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createId, createSessionId, encodeChunk, type PlayheadEvent } from '@playhead/wire'
import fc from 'fast-check'
import { batchChunks } from '../../../packages/store/src/follow.ts'
import { arbitraryEvents } from '../../../packages/wire/src/arbitrary.property.ts'
import { runCli } from '../../e2e/harness/server.ts'
import { startLoad } from '../bed/load.ts'
import { askEverything, differences } from '../bed/questions.ts'
import { type Bed, openBed } from '../bed/server.ts'
import { readLog, settleIndex, settleRows } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

/** The index is built anew, beside a running server and after it was deleted; every question is asked before and after. */
export const reindex: Fault = {
  name: 'reindex',
  aim: 'identical hashes of every result',
  count: { long: 400, short: 20, unit: 'visits with random events' },
  async run(visits) {
    const bed = await openBed()
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 20, visitChunks: 100, pauseMs: 50 })
      const sent = await sendRandomVisits(bed, visits)
      // So that the index is built from the log in more than one batch.
      for (const endMs = Date.now() + 60_000; load.acked.size <= batchChunks && Date.now() < endMs;) await sleep(50)
      await load.stop()
      const { places } = readLog(bed.dataDir)
      // Clicks of random visits are as many as it happens: only the plain ones can be counted.
      await settleRows(bed, load.acked.keys(), 60_000)
      await settleIndex(bed)
      const before = await askEverything(bed)
      const { status, stderr } = await runCli(['reindex'], bed.dataDir)
      await settleIndex(bed)
      const rebuilt = differences(before, await askEverything(bed))
      await bed.end('SIGTERM')
      rmSync(join(bed.dataDir, 'index'), { recursive: true })
      await bed.start()
      await settleRows(bed, load.acked.keys(), 60_000)
      await settleIndex(bed)
      const dropped = differences(before, await askEverything(bed))
      const isSound =
        status === 0 && sent > visits && places.size > batchChunks && before.size > 100 && rebuilt.length + dropped.length === 0
      return {
        done: `${places.size} chunks (${sent} of them with random events), ${before.size} questions`,
        figure:
          `answers that differ after reindex ${rebuilt.length}, after the index was deleted ${dropped.length}` +
          (status === 0 ? '' : `, reindex failed: ${stderr.trim()}`) +
          [...rebuilt, ...dropped]
            .slice(0, 3)
            .map((name) => ` (${name})`)
            .join(''),
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
    }
  },
}

/** Visits of anything that the format can say; resolves to how many chunks were taken. */
async function sendRandomVisits(bed: Bed, visits: number): Promise<number> {
  let taken = 0
  for (let n = 0; n < visits; n++) {
    const startMs = Date.now() - 3_600_000
    const [session, tab, view] = [createSessionId(startMs), createId(), createId()]
    const lists = fc.sample(arbitraryEvents(startMs + 10, 'signal', 15), 4)
    let token = ''
    for (const [seq, list] of lists.entries()) {
      const events = list.filter(({ type, timeMs }) => type !== 'end' && timeMs < startMs + 3_000_000)
      const arrival = seq === 0 ? arriving(startMs, view) : []
      const identity = { session, tab, view, seq, baseSeq: 0, last: false, sentMs: Date.now() }
      const bytes = await encodeChunk(identity, [...arrival, ...events])
      const answer = await bed.post(`/i?k=${bed.project.writeKey}&t=${token}`, bytes)
      if (answer.status === 200) taken++
      token = answer.token || token
    }
  }
  return taken
}

const arriving = (timeMs: number, view: string): PlayheadEvent[] => [
  {
    type: 'start',
    timeMs,
    recorder: '0.1.0',
    visitor: createId(),
    returning: Math.random() < 0.5,
    privacy: 'strict',
    consent: 'api',
    consentAtMs: timeMs,
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    language: 'de',
    timezone: 'Europe/Berlin',
    screenWidth: 390,
    screenHeight: 844,
    pixelRatio: 3,
    touch: true,
    dark: false,
    reducedMotion: false,
    referrer: 'https://www.google.com/',
  },
  { type: 'page', timeMs, view, url: 'https://shop.example.com/cart', title: 'Cart', kind: 'load' },
]
