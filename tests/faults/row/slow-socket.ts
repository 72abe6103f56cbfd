import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { flood } from '../bed/flood.ts'
import { type Bed, openBed, siteOrigin } from '../bed/server.ts'
import type { Fault } from '../fault.ts'

const aim = { closedMs: 15_000, readerClosedMs: 45_000, slower: 2 } as const
/** Between two bytes of a slow sender. */
const dripMs = 1000
/** So many are opened, and after this time as many again: this process must not take the core that the others’ answers need. */
const [atOnce, betweenMs] = [50, 50]
/** Until the others’ process has begun and is counted. */
const leadMs = 2000

/**
 * Sockets that send their request a byte a second, in the headers or in the body, of a chunk or of a sign-in, and never end, and
 * ones that do not read what they asked for; visitors send beside them.
 */
export const slowSocket: Fault = {
  name: 'slow-socket',
  aim: `normal p99 < ${aim.slower} x, closed <= ${aim.closedMs / 1000} s, readers <= ${aim.readerClosedMs / 1000} s`,
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
      const handles = (): number => readdirSync(`/proc/${bed.pid}/fd`).length
      const handlesBefore = handles()
      const script = /\/assets\/index-[^"]+\.js/.exec(await (await fetch(bed.url)).text())![0]
      const readers: Socket[] = []
      const slow: Slow[] = []
      while (slow.length < count) {
        if (slow.length % 4 === 0) readers.push(openReader(bed, script))
        slow.push(openSlow(bed, slow.length))
        if (slow.length % atOnce === 0) await sleep(betweenMs)
      }
      const drip = setInterval(() => slow.forEach((one) => one.drip()), dripMs)
      const beside = await flooding
      for (const endMs = Date.now() + 30_000; slow.some(({ closedMs }) => closedMs() === null) && Date.now() < endMs;) await sleep(100)
      clearInterval(drip)
      const took = slow.map(({ closedMs, startedMs }) => (closedMs() ?? Infinity) - startedMs())
      const slowestMs = Math.max(...took)
      const left = took.filter((ms) => ms === Infinity).length
      // Who does not read does not see its connection end: the server's handles say so.
      const isRead = (): boolean => handles() <= handlesBefore
      while (!isRead() && performance.now() - openedMs < 2 * aim.readerClosedMs) await sleep(100)
      const readersMs = isRead() ? performance.now() - openedMs : Infinity
      for (const socket of [...slow.map(({ socket }) => socket), ...readers]) socket.destroy()
      const ratio = beside.p99Ms / alone.p99Ms
      const refused = [alone, beside].reduce((sum, one) => sum + one.later + one.broken + Object.keys(one.wrong).length, 0)
      const isSound = left === 0 && readersMs < Infinity && refused === 0 && beside.goodPerS > 0 && slowestMs < 2 * aim.closedMs
      return {
        done: `${count} sockets that send a byte a second and ${readers.length} that do not read, opened within ${((slow.at(-1)!.startedMs() - openedMs) / 1000).toFixed(1)} s, beside ${beside.goodPerS.toFixed(0)} chunks a second`,
        figure:
          `p99 ${alone.p99Ms.toFixed(1)} -> ${beside.p99Ms.toFixed(1)} ms = ${ratio.toFixed(2)} x, refused ${refused}, ` +
          `the last sender closed after ${(slowestMs / 1000).toFixed(1)} s, the last reader after ${(readersMs / 1000).toFixed(1)} s, left open ${left}`,
        isSound,
        isMet: isSound && ratio < aim.slower && slowestMs <= aim.closedMs && readersMs <= aim.readerClosedMs,
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
/** A quarter stops in its headers, one in the body of a chunk, one in that of a sign-in; one says nothing at all. */
function openSlow(bed: Bed, n: number): Slow {
  const socket = connect(Number(new URL(bed.url).port), '127.0.0.1')
  let startedMs = performance.now()
  let closedMs: number | null = null
  const from = `host: localhost\r\nx-forwarded-for: 203.0.${n % 250}.7\r\n`
  const head = `POST /i?k=${bed.project.writeKey} HTTP/1.1\r\norigin: ${siteOrigin}\r\n${from}`
  socket.on('connect', () => {
    startedMs = performance.now()
    if (n % 4 === 0) socket.write(head)
    if (n % 4 === 1) socket.write(`${head}content-length: 5000\r\n\r\nPHC`)
    if (n % 4 === 2) socket.write(`POST /api/v1/sign-in HTTP/1.1\r\n${from}content-length: 5000\r\n\r\n{`)
  })
  socket.on('error', () => undefined)
  socket.on('data', () => undefined)
  socket.on('close', () => (closedMs = performance.now()))
  return {
    socket,
    drip: () => void (n % 4 < 3 && closedMs === null && socket.writable && socket.write('x')),
    startedMs: () => startedMs,
    closedMs: () => closedMs,
  }
}

/** Asks for more than the kernels' buffers hold. */
function openReader(bed: Bed, path: string): Socket {
  const socket = connect(Number(new URL(bed.url).port), '127.0.0.1')
  socket.on('error', () => undefined).pause()
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(16))
  return socket
}
