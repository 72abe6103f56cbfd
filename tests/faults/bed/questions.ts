import { createHash } from 'node:crypto'
import type { Bed } from './server.ts'

const fullSample = /"sampleSessions":\[(?:"[^"]*",){19}"[^"]*"\]/g

/** Question → hash of its answer, of all that the API answers from the index or the log. */
export async function askEverything(bed: Pick<Bed, 'ask' | 'project'>): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  const base = `/api/v1/projects/${bed.project.id}`
  async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<string> {
    const answer = await bed.ask(method, base + path, body)
    // Whether a session is live depends on the clock; of more than 20 sessions that clicked an element, any 20 are its sample.
    const text = (await answer.text()).replace(/"live":(?:true|false)/g, '"live":null').replace(fullSample, '"sampleSessions":20')
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    const name = `${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`
    answers.set(name, createHash('sha256').update(text).digest('hex'))
    return text
  }
  const sessions: string[] = []
  for (const sort of ['newest', 'oldest', 'longest', 'most-active', 'friction']) {
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const text = await ask('POST', '/sessions/search', { sort, limit: 100, ...(cursor === null ? {} : { cursor }) })
      const page = JSON.parse(text) as { items: { id: string }[]; nextCursor: string | null }
      if (sort === 'newest') sessions.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
  }
  for (const filter of [
    { device: 'phone' },
    { page: '/cart' },
    { browser: 'Safari' },
    { not: { source: 'google' } },
    { visitor: 'returning' },
  ])
    await ask('POST', '/sessions/search', { filter, limit: 100 })
  for (const id of sessions) for (const path of ['', '/events', '/recording']) await ask('GET', `/sessions/${id}${path}`)
  const pages = JSON.parse(await ask('POST', '/pages', {})) as { items: { page: string }[] }
  for (const { page } of pages.items.slice(0, 20))
    for (const device of ['phone', 'desktop']) await ask('POST', '/heatmaps', { kind: 'click', page, device })
  await ask('GET', '/status')
  return answers
}

/** Questions whose answers differ. */
export const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name))
