import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()

const seek = (ms: number): Promise<string> =>
  viewer.page.evaluate(async (to) => {
    const { player } = globalThis as never as { player: import('../src/index.ts').Player }
    await player.seek(to)
    return player.describe()
  }, ms)

test('rebuilds a page and applies every kind of change', async () => {
  // 2 html 3 head 4 style 5 text 6 body 7 h1 8 text 9 ul 10 li 11 text 12 li 13 text 14 input 15 select 16 option 17 text 18 option 19 text 20 div 21 div
  const html =
    '<html><head><style>h1{color:red}</style></head><body><h1>One</h1><ul><li>a</li><li>b</li></ul><input><select><option>x</option><option>y</option></select>' +
    '<div style="height:50px;overflow:auto"><div style="height:500px"></div></div></body></html>'
  const events: LooseEvent[] = [
    keyframe(0, html, 21),
    { type: 'add', at: 100, parent: 9, before: 12, html: '<li class="new">c</li>', splits: [], empties: [] },
    { type: 'attribute', at: 200, id: 7, name: 'class', value: 'big' },
    { type: 'text', at: 300, id: 8, text: 'Two' },
    { type: 'input', at: 400, id: 14, value: 'typed' },
    { type: 'input', at: 500, id: 15, selected: [1] },
    { type: 'scroll', at: 600, id: 20, x: 0, y: 120 },
    { type: 'move', at: 700, id: 10, parent: 9, before: 0 },
    { type: 'remove', at: 800, id: 12 },
    { type: 'focus', at: 900, id: 14, visible: true },
    { type: 'sheet', at: 1000, owner: 4, css: 'h1{color:blue}' },
    { type: 'text', at: 1100, id: 5, text: 'h1{color:lime}' },
    { type: 'attribute', at: 1200, id: 7, name: 'class' },
  ]
  const first = await play(viewer.page, await chunksOf(events, [350, 850]))
  expect(first).toContain('8 "One"')
  expect(await seek(150)).toMatch(/10 li\n.*\n +22 li class="new"\n +23 "c"\n +12 li/)
  expect(await seek(350)).toMatch(/7 h1 class="big"\n +8 "Two"/)
  const late = await seek(950)
  expect(late).toContain('value "typed"')
  expect(late).toMatch(/18 option \| selected/)
  expect(late).toContain('scroll 0,120')
  expect(late).toMatch(/22 li class="new"\n.*\n +10 li/)
  expect(late).not.toContain('12 li')
  expect(late).toContain('14 input ph-focus-visible="" ph-focus-within="" ph-focus=""')
  expect(await seek(1050)).toContain('h1{color:blue}')
  const sheet = await seek(1150)
  expect(sheet).toContain('h1{color:lime}')
  expect(sheet).not.toContain('blue')
  expect(await seek(0)).toBe(first)
})
