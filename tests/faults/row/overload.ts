import { flood } from '../bed/flood.ts'
import { openBed } from '../bed/server.ts'
import { readLog } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

const aim = { share: 0.9, memoryBytes: 512 << 20 } as const
const sizeBytes = 4000
const pauseMs = 100

/** First as many visitors as the server can serve, then ten times as many as would keep it busy. */
export const overload: Fault = {
  name: 'overload',
  aim: `goodput >= ${aim.share * 100} % of peak, the rest 429 or 503 + Retry-After, RSS <= ${aim.memoryBytes >> 20} MiB`,
  count: { long: 120, short: 3, unit: 's of ten times the load' },
  async run(seconds) {
    if (seconds < 3) throw new Error('Its first second is not counted: 3 at least.')
    const bed = await openBed()
    try {
      // So that no key's own limit is met first.
      const writeKeys = [bed.project.writeKey]
      for (let i = 0; i < 9; i++) writeKeys.push((await bed.createProject(`Shop ${i}`)).writeKey)
      const job = { url: bed.url, writeKeys, sizeBytes }
      await flood({ ...job, visitors: 48, pauseMs: 0, durationMs: Math.min(3000, seconds * 400) })
      const peak = await flood({ ...job, visitors: 48, pauseMs: 0, durationMs: Math.min(10_000, seconds * 1000) })
      const visitors = Math.ceil((10 * peak.goodPerS * pauseMs) / 1000)
      const over = await flood({ ...job, visitors, pauseMs, durationMs: seconds * 1000 })
      const after = await flood({ ...job, visitors: 1, pauseMs: 20, durationMs: 2000 })
      const { mostBytes } = bed.memory()
      await bed.end('SIGTERM')
      const { doubled } = readLog(bed.dataDir)
      const share = over.goodPerS / peak.goodPerS
      const wrong = Object.entries(over.wrong).map(([name, count]) => `${count} x ${name}`)
      const isSound = wrong.length + over.broken + doubled === 0 && after.goodPerS > 0 && share > 0.2 && mostBytes <= aim.memoryBytes
      return {
        done: `${seconds} s of ${visitors} visitors that would send 10 x the peak of ${peak.goodPerS.toFixed(0)} chunks a second`,
        figure:
          `goodput ${over.goodPerS.toFixed(0)} a second = ${(share * 100).toFixed(0)} % of peak, p99 ${over.p99Ms.toFixed(0)} ms, told to come later ${over.later}, ` +
          `connections failed ${over.broken}, other answers ${wrong.join(', ') || 0}, RSS ${(mostBytes / (1 << 20)).toFixed(0)} MiB at most, ` +
          `p99 ${after.p99Ms.toFixed(0)} ms afterwards`,
        isSound,
        isMet: isSound && share >= aim.share,
      }
    } finally {
      await bed.close()
    }
  },
}
