import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { flood } from '../bed/flood.ts'
import { type Bed, openBed, siteOrigin } from '../bed/server.ts'
import type { Fault } from '../fault.ts'

const aim = { closedMs: 15_000, slower: 2 } as const
/** Between two bytes of a slow sender. */
const dripMs = 1000
/** Until the others’ process has begun and is counted. */
const leadMs = 2000

/** Sockets that send their request a byte a second, in the headers or in the body, and never end; visitors send beside them. */
export const slowSocket: Fault = {
  name: 'slow-socket',
  aim: `normal p99 < ${aim.slower} x, closed <= ${aim.closedMs / 1000} s`,
  count: { long: 2000, short: 200, unit: 'slow sockets' },
  async run(count) {
    const bed = await openBed()
    try {
      const job = { url: bed.url, writeKeys: [bed.project.writeKey], visitors: 4, pauseMs: 20, sizeBytes: 2000 }
      const durationMs = leadMs + Math.min(10_000, 2000 + count * 4)
      const alone = await flood({ ...job, durationMs })
      const flooding = flood({ ...job, durationMs })
      await sleep(leadMs)
      const openedMs = performance.now()
      const slow = Array.from({ length: count }, (_, i) => openSlow(bed, i))
      const drip = setInterval(() => slow.forEach((one) => one.drip()), dripMs)
      const beside = await flooding
      for (const endMs = Date.now() + 30_000; slow.some(({ closedMs }) => closedMs() === null) && Date.now() < endMs;) await sleep(100)
      clearInterval(drip)
      const took = slow.map(({ closedMs, startedMs }) => (closedMs() ?? Infinity) - startedMs())
      const slowestMs = Math.max(...took)
      const left = took.filter((ms) => ms === Infinity).length
      for (const { socket } of slow) socket.destroy()
      const ratio = beside.p99Ms / alone.p99Ms
      const refused = [alone, beside].reduce((sum, one) => sum + one.later + one.broken + Object.keys(one.wrong).length, 0)
      const isSound = left === 0 && refused === 0 && beside.goodPerS > 0 && slowestMs < 2 * aim.closedMs
      return {
        done: `${count} sockets that send a byte a second, opened within ${((slow.at(-1)!.startedMs() - openedMs) / 1000).toFixed(1)} s, beside ${beside.goodPerS.toFixed(0)} chunks a second`,
        figure:
          `p99 ${alone.p99Ms.toFixed(1)} -> ${beside.p99Ms.toFixed(1)} ms = ${ratio.toFixed(2)} x, refused ${refused}, ` +
          `the last socket closed after ${(slowestMs / 1000).toFixed(1)} s, left open ${left}`,
        isSound,
        isMet: isSound && ratio < aim.slower && slowestMs <= aim.closedMs,
      }
    } finally {
      await bed.close()
    }
  },
}

interface Slow {
  readonly socket: Socket
  drip(): void
  startedMs(): number
  closedMs(): number | null
}
/** A third stops in its headers, a third in its body, a third says nothing at all. */
function openSlow(bed: Bed, n: number): Slow {
  const socket = connect(Number(new URL(bed.url).port), '127.0.0.1')
  let startedMs = performance.now()
  let closedMs: number | null = null
  const head = `POST /i?k=${bed.project.writeKey} HTTP/1.1\r\nhost: localhost\r\norigin: ${siteOrigin}\r\nx-forwarded-for: 203.0.${n % 250}.7\r\n`
  socket.on('connect', () => {
    startedMs = performance.now()
    if (n % 3 === 0) socket.write(head)
    if (n % 3 === 1) socket.write(`${head}content-length: 5000\r\n\r\nPHC`)
  })
  socket.on('error', () => undefined)
  socket.on('data', () => undefined)
  socket.on('close', () => (closedMs = performance.now()))
  return {
    socket,
    drip: () => void (n % 3 < 2 && closedMs === null && socket.writable && socket.write('x')),
    startedMs: () => startedMs,
    closedMs: () => closedMs,
  }
}
