import { readdirSync, readFileSync } from 'node:fs'
import { createDocumentModel, type DomEvent, formatVersion, isDomEvent, openLane, type PlayheadEvent, readChunk } from '@playhead/wire'
import { describe, expect, test } from 'vitest'

/** Chunks of every released version decode for ever, to the events that were written. */
const versions = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
  .map(({ name }) => name)

const namesOf = (version: string): string[] =>
  readdirSync(new URL(`./${version}/`, import.meta.url))
    .filter((file) => file.endsWith('.chunk'))
    .map((file) => file.slice(0, -'.chunk'.length))

test('the version that is spoken now has its golden chunks', () => {
  expect(versions).toContain(String(formatVersion))
})

describe.for(versions)('version %s', (version) => {
  test.for(namesOf(version))('%s', async (name) => {
    const path = new URL(`./${version}/${name}`, import.meta.url).href
    const chunk = readChunk(readFileSync(new URL(`${path}.chunk`)))
    const { seq, events } = JSON.parse(readFileSync(new URL(`${path}.json`), 'utf8')) as { seq: number; events: PlayheadEvent[] }
    expect(chunk.header).toMatchObject({ session: 'AZnFDVgAkT3mPq8sX0bL2g', seq, doms: events.filter(isDomEvent).length })
    expect(await openLane(chunk, 'dom')).toEqual(events.filter(isDomEvent))
    expect(await openLane(chunk, 'signal')).toEqual(events.filter((event) => !isDomEvent(event)))
  })

  test('page: the model ends where it ended then', async () => {
    const chunk = readChunk(readFileSync(new URL(`./${version}/page.chunk`, import.meta.url)))
    const model = createDocumentModel()
    const events: DomEvent[] = await openLane(chunk, 'dom')
    for (const event of events) model.apply(event)
    expect(model.unplaced).toBe(0)
    expect(model.html()).toBe(readFileSync(new URL(`./${version}/page.html`, import.meta.url), 'utf8'))
  })
})
