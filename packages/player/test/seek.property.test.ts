import { changeBetween, createDocumentModel, type DomEvent } from '@playhead/wire'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bed, chunksOf, keyframe, type LooseEvent, openBed, play, startMs } from './bed.ts'

let bed: Bed
let page: Page
beforeAll(async () => {
  bed = await openBed()
  page = await bed.open()
})
afterAll(() => bed.close())

const shell =
  '<html><head><style>li{height:30px}.a{color:red}.b{transition:color .2s;color:blue}</style></head><body>' +
  '<div style="height:120px;overflow:auto"><ul><li>one</li><li>two</li></ul></div><input value="x"><textarea>t</textarea></body></html>'

/** A session of random changes to a real tree: every id that an event names exists at that moment. */
function session(pick: (below: number) => number, count: number): { events: LooseEvent[]; cuts: number[] } {
  let model = createDocumentModel()
  const events: LooseEvent[] = []
  const cuts: number[] = []
  let at = 0
  function push(event: LooseEvent): void {
    const { at: ms, ...rest } = event
    const whole = { ...rest, timeMs: startMs + ms } as DomEvent
    model.apply(whole)
    events.push(event)
  }
  push(keyframe(0, shell, 15))
  const ids = (kind: string): number[] =>
    Array.from({ length: model.lastId }, (_, i) => i + 1).filter((id) => model.node(id)?.kind === kind && isBelowBody(id))
  const isBelowBody = (id: number): boolean => {
    for (let node = model.node(id)?.parent; node; node = node.parent) if (node.name === 'body') return true
    return false
  }
  const one = (list: readonly number[]): number => list[pick(list.length)] ?? 0
  for (let i = 0; i < count; i++) {
    at += pick(4) ? pick(60) : 0
    if (pick(25) === 0) cuts.push(++at)
    const elements = ids('element').filter((id) => !/^(?:input|textarea|style)$/.test(model.node(id)!.name))
    switch (pick(10)) {
      case 0:
      case 1:
        push({
          type: 'add',
          at,
          parent: one(elements),
          before: 0,
          html: `<li class="${pick(2) ? 'a' : 'b'}">new <b>${i}</b></li>`,
          splits: [],
          empties: [],
        })
        break
      case 2:
        if (elements.length > 8) push({ type: 'remove', at, id: one(elements.slice(2)) })
        break
      case 3: {
        const id = one(elements.slice(1))
        const parent = one(elements)
        let isInside = false
        for (let node = model.node(parent); node; node = node.parent ?? undefined) isInside ||= node.id === id
        if (id && !isInside) push({ type: 'move', at, id, parent, before: 0 })
        break
      }
      case 4:
        push({
          type: 'attribute',
          at,
          id: one(elements),
          name: ['class', 'title', 'style'][pick(3)]!,
          value: ['a', 'b', 'color:green'][pick(3)]!,
        })
        break
      case 5: {
        const text = one(ids('text'))
        if (text) push({ type: 'text', at, id: text, text: `text ${i}` })
        break
      }
      case 6:
        push({ type: 'scroll', at, id: pick(2) ? 1 : one(elements), x: 0, y: pick(200) })
        break
      case 7: {
        const input = ids('element').find((id) => model.node(id)!.name === 'input')
        if (input) push({ type: 'input', at, id: input, value: `v${i}` })
        break
      }
      case 8:
        push({ type: 'focus', at, id: one(ids('element')), visible: pick(2) === 0 })
        break
      default:
        if (pick(20)) break
        cuts.push(++at)
        for (const event of changeBetween(null, model, startMs + at)) {
          const { timeMs, ...rest } = event
          events.push({ ...rest, at: timeMs - startMs })
        }
        model = createDocumentModel()
        for (const event of events.slice(events.findLastIndex(({ type }) => type === 'keyframe') - 1)) {
          const { at: ms, ...rest } = event
          model.apply({ ...rest, timeMs: startMs + ms } as DomEvent)
        }
    }
  }
  return { events, cuts: [...new Set(cuts)].sort((a, b) => a - b) }
}

const describeAt = (moments: readonly number[]): Promise<string[]> =>
  page.evaluate(async (list) => {
    const { player } = globalThis as never as { player: import('../src/index.ts').Player }
    const texts: string[] = []
    for (const ms of list) {
      await player.seek(ms)
      texts.push(await player.describe())
    }
    return texts
  }, moments)
const destroy = (): Promise<void> =>
  page.evaluate(() => (globalThis as never as { player: import('../src/index.ts').Player }).player.destroy())

test('seek(t) shows what playing to t shows, from wherever it starts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.nat()),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
      async (stream, parts) => {
        const pick = (below: number): number => (below > 0 ? stream.next().value % below : 0)
        const { events, cuts } = session(pick, 160)
        const endMs = events.at(-1)!.at
        const moments = parts.map((part) => Math.round(part * endMs))
        const chunks = await chunksOf(events, cuts)
        await play(page, chunks)
        const sought = await describeAt(moments)
        await destroy()
        await play(page, chunks)
        const steps = [...moments, ...Array.from({ length: 20 }, (_, i) => (i * endMs) / 20)].sort((a, b) => a - b)
        const played = await describeAt(steps)
        await destroy()
        moments.forEach((ms, i) => expect(sought[i]).toBe(played[steps.indexOf(ms)]))
      },
    ),
    { numRuns: 8, seed: 20_261_121 },
  )
}, 120_000)

test('real playing at speed arrives where a seek arrives', async () => {
  let state = 7
  const { events, cuts } = session((below) => (state = (state * 48_271) % 2_147_483_647) % Math.max(1, below), 400)
  const chunks = await chunksOf(events, cuts)
  await play(page, chunks)
  const [text, ms] = await page.evaluate(async () => {
    const { player } = globalThis as never as { player: import('../src/index.ts').Player }
    const times: number[] = []
    player.on('time', (at) => times.push(at))
    player.setSpeed(8)
    player.play()
    while (player.currentMs < player.durationMs * 0.7) await new Promise((resolve) => setTimeout(resolve, 10))
    player.pause()
    await player.seek(player.currentMs)
    return [await player.describe(), player.currentMs] as const
  })
  expect(ms).toBeGreaterThan(events.at(-1)!.at * 0.69)
  await destroy()
  await play(page, chunks)
  expect((await describeAt([ms]))[0]).toBe(text)
  await destroy()
}, 60_000)
