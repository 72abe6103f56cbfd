import { setTimeout as sleep } from 'node:timers/promises'
import { devices } from '../../../packages/analysis/src/index.ts'
import { readChunk } from '@playhead/wire'
import { listFiles } from '../../../packages/store/src/log/file.ts'
import { scanFile } from '../../../packages/store/src/log/scan.ts'
import { hashOf, placeOf } from './chunk.ts'
import type { Bed } from './server.ts'

/** What is asked about what is stored. */
type Asked = Pick<Bed, 'ask' | 'project'>

/** What the log's files hold: place → hashes, one for each record of that place; `doubled`: places with more than one. */
export function readLog(dataDir: string): { places: Map<string, string[]>; doubled: number; damages: number } {
  const places = new Map<string, string[]>()
  let damages = 0
  for (const file of listFiles(dataDir)) {
    const { records, damages: found } = scanFile(dataDir, file)
    damages += found.length
    for (const { bytes } of records) {
      const place = placeOf(readChunk(bytes).header)
      places.set(place, [...(places.get(place) ?? []), hashOf(bytes)])
    }
  }
  const doubled = [...places.values()].filter((hashes) => hashes.length > 1).length
  return { places, doubled, damages }
}

/** For so long a server may say that it cannot read just now. */
const patienceMs = 30_000

/** Which of these the server does not give back byte for byte; one that it says to ask for later is asked for again. */
export async function findLost(bed: Asked, acked: Iterable<readonly [place: string, hash: string]>): Promise<string[]> {
  const lost: string[] = []
  const todo = [...acked]
  const ask = async (place: string): Promise<Response> => {
    const [session, tab, seq] = place.split(' ')
    for (const endMs = Date.now() + patienceMs; ; await sleep(500)) {
      const answer = await bed.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/chunks/${tab}/${seq}`)
      if (answer.status !== 503 || Date.now() > endMs) return answer
    }
  }
  async function check(): Promise<void> {
    for (let next = todo.pop(); next; next = todo.pop()) {
      const [place, hash] = next
      const answer = await ask(place)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      if (answer.ok && hashOf(bytes) === hash) continue
      lost.push(place)
      process.stderr.write(`lost: ${place}: ${answer.status} ${answer.ok ? 'other bytes' : Buffer.from(bytes).toString().slice(0, 200)}\n`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, check))
  return lost
}

/** What is missing from the index's rows, and what is there more than once. */
export interface Wrong {
  readonly short: number
  readonly doubled: number
}

async function post<T>(bed: Asked, path: string, body: object): Promise<T> {
  const answer = await bed.ask('POST', `/api/v1/projects/${bed.project.id}${path}`, body)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json() as Promise<T>
}

/** The index's rows: session → clicks it counts. */
async function readRows(bed: Asked): Promise<Map<string, number>> {
  const rows = new Map<string, number>()
  let cursor: string | null = null
  do {
    const page: { items: { id: string; clicks: number }[]; nextCursor: string | null } = await post(bed, '/sessions/search', {
      limit: 200,
      cursor,
    })
    for (const { id, clicks } of page.items) rows.set(id, clicks)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

/** Sessions whose rows do not count what the log holds: too few clicks, too many. Each chunk has one. */
function compareRows(places: Iterable<string>, rows: ReadonlyMap<string, number>): Wrong {
  const expected = new Map<string, number>()
  for (const place of places) {
    const session = place.split(' ')[0]!
    expected.set(session, (expected.get(session) ?? 0) + 1)
  }
  let [short, doubled] = [0, 0]
  for (const [session, count] of expected) {
    const found = rows.get(session) ?? 0
    if (found < count) short += count - found
    if (found > count) doubled += found - count
  }
  return { short, doubled }
}

/** Rows of events, which rows of sessions are not made from, by what the click maps of all pages count. */
async function compareClicks(bed: Asked, places: readonly string[]): Promise<Wrong> {
  const { items } = await post<{ items: { page: string }[] }>(bed, '/pages', {})
  let more = -places.length
  for (const { page } of items)
    for (const device of devices) more += (await post<{ clicks: number }>(bed, '/heatmaps', { kind: 'click', page, device })).clicks
  return { short: Math.max(0, -more), doubled: Math.max(0, more) }
}

/**
 * Waits until the rows of sessions hold what they should, and then those of events; resolves to what is wrong once none was
 * added for `withinMs`.
 */
export async function settleRows(
  bed: Asked,
  places: Iterable<string>,
  withinMs: number,
  compareEvents: (places: readonly string[]) => Promise<Wrong> = (all) => compareClicks(bed, all),
): Promise<Wrong> {
  const all = [...places]
  const compare = async (): Promise<Wrong> => {
    const sessions = compareRows(all, await readRows(bed))
    if (sessions.short) return sessions
    const events = await compareEvents(all)
    return { short: events.short, doubled: sessions.doubled + events.doubled }
  }
  let last: Wrong = { short: all.length, doubled: 0 }
  for (let endMs = Date.now() + withinMs; Date.now() < endMs; await sleep(200)) {
    const wrong = await compare().catch(() => null)
    if (!wrong) continue
    if (!wrong.short) return wrong
    if (wrong.short < last.short) endMs = Date.now() + withinMs
    last = wrong
  }
  return last
}

/** Waits until the index holds all there is. */
export async function settleIndex(bed: Bed): Promise<void> {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await sleep(100)) {
    const metrics = await (await fetch(`${bed.url}/metrics`)).text()
    if (/^playhead_index_waiting_chunks 0$/m.test(metrics)) return
  }
  throw new Error('the index does not catch up')
}
