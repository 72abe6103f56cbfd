import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { findLost, settleRows, type Wrong } from './stored.ts'

/**
 * What a cluster holds of what it acknowledged (place → hash). `finishing`: those whose recording files are waited for,
 * each of which takes a second.
 */
export async function inspectCluster(
  bed: Cluster,
  acked: ReadonlyMap<string, string>,
  finishing: ReadonlyMap<string, string> = acked,
): Promise<{ figure: string; isRight: boolean }> {
  const lost = await findLost(bed, acked)
  const places = (await bed.query<{ place: string }>(`SELECT session || ' ' || tab || ' ' || seq AS place FROM chunk`)).map(
    ({ place }) => place,
  )
  const rows = await settleRows(bed, places, 120_000, (all) => compareEvents(bed, all))
  const unmade = await countUnmade(bed, sessionsOf([...finishing.keys()]))
  const wrong = lost.length + rows.short + rows.doubled + unmade
  return {
    figure:
      `acked − stored = ${lost.length}, in the index missing ${rows.short}, doubled ${rows.doubled}, ` +
      `recording files not made ${unmade}`,
    isRight: wrong === 0 && places.length >= acked.size,
  }
}

const sessionsOf = (places: readonly string[]): string[] => [...new Set(places.map((place) => place.split(' ')[0]!))]

/** Rows of events: each chunk holds one click. */
async function compareEvents(bed: Cluster, places: readonly string[]): Promise<Wrong> {
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

/** Makes these sessions' turn come, and waits for the worker; resolves to how many have no file that viewers are given. */
async function countUnmade(bed: Cluster, sessions: readonly string[]): Promise<number> {
  const theirs = `WHERE session IN (${sessions.map((id) => `'${id}'`).join(', ')})`
  await bed.query(`UPDATE finish SET due_ms = 0 ${theirs}`)
  for (const endMs = Date.now() + 60_000 + sessions.length * 2_000; Date.now() < endMs; await sleep(500)) {
    const [row] = await bed.query<{ n: string }>(`SELECT count(*) AS n FROM finish ${theirs}`)
    if (row?.n === '0') break
  }
  let unmade = 0
  for (const session of sessions) {
    const answer = await bed.ask('GET', `/api/v1/projects/${bed.project.id}/sessions/${session}/recording`)
    if (!answer.ok || ((await answer.json()) as { file?: string }).file === undefined) unmade++
  }
  return unmade
}
