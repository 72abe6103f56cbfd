import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, openCluster, whyNoCluster } from '../bed/cluster.ts'
import { startLoad } from '../bed/load.ts'
import { findLost, settleRows } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

const order = ['ingest1', 'worker', 'ingest2', 'api'] as const

/** Each server of a cluster is killed in turn under load, and started again; every session sends to both that take chunks. */
export const cluster: Fault = {
  name: 'cluster',
  aim: 'acked - stored = 0, duplicates 0, each event once in the index, every recording file made',
  count: { long: 60, short: 4, unit: 'kills' },
  async run(kills) {
    const missing = whyNoCluster()
    if (missing) return { done: 'nothing', figure: 'not measured', isMet: false, isSound: true, instead: missing }
    const bed = await openCluster()
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 24, visitChunks: 12, pauseMs: 15 })
      let slowestMs = 0
      for (let round = 0; round < kills; round++) {
        const node = bed.nodes[order[round % order.length]!]
        await sleep(500 + Math.random() * 2_000)
        await node.end('SIGKILL')
        await sleep(Math.random() * 1_500)
        slowestMs = Math.max(slowestMs, await node.start())
      }
      const isAnswered = await load.stop(60_000)
      const lost = await findLost(bed, load.acked)
      const places = (await bed.query<{ place: string }>(`SELECT session || ' ' || tab || ' ' || seq AS place FROM chunk`)).map(
        ({ place }) => place,
      )
      const listed = await countListed(bed, places)
      const rows = await settleRows(bed, places, 120_000)
      const events = await compareEvents(bed, places)
      const unmade = await countUnmade(bed, places)
      const refused = [...load.refused].map(([name, count]) => `${count} × ${name}`).join(', ')
      const wrong = lost.length + listed.doubled + rows.short + rows.doubled + events.short + events.doubled + unmade + load.refused.size
      const isSound = load.acked.size > kills && isAnswered && wrong === 0 && places.length >= load.acked.size
      return {
        done: `${kills} kills of 2 ingest, 1 api, 1 worker, ${load.acked.size} chunks acked, ${load.broken} connections cut`,
        figure:
          `acked − stored = ${lost.length}, in a recording twice ${listed.doubled}, in the index missing ${rows.short + events.short}, ` +
          `doubled ${rows.doubled + events.doubled}, recording files not made ${unmade}, slowest start ${slowestMs} ms` +
          (refused ? `, refused ${refused}` : ''),
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
    }
  },
}

const sessionsOf = (places: readonly string[]): string[] => [...new Set(places.map((place) => place.split(' ')[0]!))]

/** What recordings list: chunks that they list more than once. */
async function countListed(bed: Cluster, places: readonly string[]): Promise<{ doubled: number }> {
  let doubled = 0
  for (const session of sessionsOf(places)) {
    const answer = await bed.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/recording?from=log`)
    if (!answer.ok) throw new Error(`recording: ${answer.status} ${await answer.text()}`)
    const { chunks } = (await answer.json()) as { chunks: { tab: string; seq: number }[] }
    doubled += chunks.length - new Set(chunks.map(({ tab, seq }) => `${tab} ${seq}`)).size
  }
  return { doubled }
}

/** Rows of events: each chunk holds one click. */
async function compareEvents(bed: Cluster, places: readonly string[]): Promise<{ short: number; doubled: number }> {
  const text = await bed.askIndex(
    `SELECT session, tab, seq, count() FROM playhead.events WHERE type = 'click' GROUP BY session, tab, seq FORMAT TSV`,
  )
  const counts = new Map(
    text.split('\n').map((line) => {
      const [session, tab, seq, count] = line.split('\t')
      return [`${session} ${tab} ${seq}`, Number(count)]
    }),
  )
  let [short, doubled] = [0, 0]
  for (const place of places) {
    const count = counts.get(place) ?? 0
    if (count < 1) short++
    else doubled += count - 1
  }
  return { short, doubled }
}

/** Makes all sessions' turn come, and waits for the worker; resolves to how many have no file that viewers are given. */
async function countUnmade(bed: Cluster, places: readonly string[]): Promise<number> {
  await bed.query('UPDATE finish SET due_ms = 0')
  const sessions = sessionsOf(places)
  for (const endMs = Date.now() + 60_000 + sessions.length * 2_000; Date.now() < endMs; await sleep(500)) {
    const [row] = await bed.query<{ n: string }>('SELECT count(*) AS n FROM finish')
    if (row?.n === '0') break
  }
  let unmade = 0
  for (const session of sessions) {
    const answer = await bed.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/recording`)
    if (!answer.ok || ((await answer.json()) as { file?: string }).file === undefined) unmade++
  }
  return unmade
}
