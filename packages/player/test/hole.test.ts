import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const page = (text: string): string => `<html><head></head><body><p>${text}</p></body></html>`
const texts = (mark: string, from: number): LooseEvent[] =>
  Array.from({ length: 10 }, (_, i) => ({ type: 'text', at: from + (i + 1) * 1000, id: 6, text: `${mark}${i + 1}` }))
const shownBox = (): Promise<string> =>
  viewer.page.evaluate(() => document.querySelector<HTMLElement>('#player [role=status]:not([hidden])')?.innerText ?? '')
const noPicture = 'No picture of this tab was received for this moment.'

test('a tab whose first picture never came shows nothing, not the page of another tab, and says so', async () => {
  const turn = (at: number, url: string): LooseEvent => ({ type: 'page', at, view: 'V'.repeat(22), url, title: url, kind: 'load' })
  const cuts = Array.from({ length: 8 }, (_, i) => i * 1000 + 500)
  const a = await chunksOf([keyframe(0, page('A'), 6), turn(1, 'https://a.example/'), ...texts('A', 0)], cuts)
  const later = cuts.map((ms) => ms + 20_000)
  const b = await chunksOf(
    [keyframe(20_000, page('B'), 6), turn(20_600, 'https://b.example/'), ...texts('B', 20_000)],
    later,
    'U'.repeat(22),
  )
  // The chunk that holds the keyframe is the one that was lost.
  await play(viewer.page, [...a, ...b.slice(1)])
  await viewer.seek(5000)
  expect(await viewer.describe()).toContain('"A5"')
  await viewer.seek(25_000)
  expect(await viewer.describe()).toBe('page 0,0')
  expect(await shownBox()).toBe(noPicture)
  expect(await viewer.missing()).toEqual([
    `chunk nothing was received of tab ${'U'.repeat(22)} before chunk 1 1`,
    `chunk no picture of tab ${'U'.repeat(22)} was received 1`,
  ])
  await viewer.seek(3000)
  expect(await viewer.describe()).toContain('"A3"')
  expect(await shownBox()).toBe('')
})

test('a recording without any picture says so', async () => {
  await play(viewer.page, await chunksOf(texts('A', 0)))
  await viewer.seek(3000)
  expect(await viewer.describe()).toBe('page 0,0')
  expect(await viewer.missing()).toEqual([`chunk no picture of tab ${'T'.repeat(22)} was received 1`])
  expect(await shownBox()).toBe(noPicture)
})

test('what comes before the first picture that was received is not shown as that picture', async () => {
  const events = [keyframe(0, page('A'), 6), ...texts('A', 0).slice(0, 3), keyframe(5000, page('later'), 6)]
  const chunks = await chunksOf(events, [500, 1500, 2500, 4500])
  await play(viewer.page, chunks.slice(1))
  await viewer.seek(3000)
  expect(await viewer.describe()).toBe('page 0,0')
  await viewer.seek(5000)
  expect(await viewer.describe()).toContain('"later"')
  await viewer.seek(1200)
  expect(await viewer.describe()).toBe('page 0,0')
})
