import { expect, test } from 'vitest'
import type { InspectedNode, Player } from '../src/index.ts'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()

type InPage = { player: Player }
const inspect = (id: number, search?: string): Promise<readonly InspectedNode[]> =>
  viewer.page.evaluate(([of, text]) => (globalThis as never as InPage).player.inspect(of, text), [id, search] as [number, string?])

/** html 2, head 3, its style 4 and text 5, body 6, form 7, button 8 and its text 9, image 10, host 11, its shadow 12 and paragraph 13 and text 14. */
const html =
  '<html><head><style>body{margin:0}form{height:40px}</style></head><body>' +
  '<form name="parentNode" class="buy  now"><button id="pay">Pay now</button><img name="attributes" src="https://shop.example/a.png" width="30" height="20"></form>' +
  '<x-host><template shadowrootmode="open"><p>Within</p></template></x-host></body></html>'

async function show(events: readonly LooseEvent[] = []): Promise<void> {
  await play(viewer.page, await chunksOf([keyframe(0, html, 14), ...events]))
}
const named = (nodes: readonly InspectedNode[]): string[] => nodes.map(({ id, name, children }) => `${id} ${name} ${children}`)

test('a document is told level by level, with what it was recorded with and where it is', async () => {
  await show()
  expect(named(await inspect(0))).toEqual(['2 html 2'])
  expect(named(await inspect(2))).toEqual(['3 head 1', '6 body 2'])
  const [form, host] = await inspect(6)
  expect(form).toMatchObject({
    name: 'form',
    path: [2, 6],
    attributes: [
      ['name', 'parentNode'],
      ['class', 'buy  now'],
    ],
    box: [0, 0, 800, 40],
  })
  const [button, image] = await inspect(form!.id)
  expect(button).toMatchObject({ name: 'button', attributes: [['id', 'pay']], children: 1 })
  expect(image!.attributes).toContainEqual(['src', 'https://shop.example/a.png'])
  expect(await inspect(button!.id)).toMatchObject([{ name: '#text', text: 'Pay now', box: [] }])
  const [shadow] = await inspect(host!.id)
  expect(shadow).toMatchObject({ name: '#shadow-root', children: 1 })
  expect(await inspect(shadow!.id)).toMatchObject([{ name: 'p', path: [2, 6, host!.id, shadow!.id] }])
  expect(await inspect(4)).toMatchObject([{ name: '#text', text: 'body{margin:0}form{height:40px}' }])
  expect(await inspect(999)).toEqual([])
})

test('elements are found by their text and by what they are', async () => {
  await show([{ type: 'text', at: 100, id: 9, text: 'Pay later' }])
  const names = async (search: string): Promise<string[]> => (await inspect(0, search)).map(({ name }) => name)
  expect(await names('pay NOW')).toEqual(['button'])
  expect(await names('within')).toEqual(['p'])
  expect(await names('form.buy.now')).toEqual(['form'])
  expect(await names('#pay')).toEqual(['button'])
  expect(await names('button.buy')).toEqual([])
  expect(await names('.')).toEqual([])
  await viewer.seek(100)
  expect(await names('pay now')).toEqual([])
  expect(await names('pay later')).toEqual(['button'])
})

test('a place is marked over the frame, never in it', async () => {
  await show()
  const before = await viewer.describe()
  await viewer.page.evaluate(() => (globalThis as never as InPage).player.outline([100, 100, 50, 20]))
  expect(await viewer.colourAt(125, 110)).not.toBe('255,255,255')
  expect(await viewer.describe()).toBe(before)
  await viewer.page.evaluate(() => (globalThis as never as InPage).player.outline(null))
  expect(await viewer.colourAt(125, 110)).toBe('255,255,255')
})
