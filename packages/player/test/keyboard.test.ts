import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { colourAt, seek } = viewer

const html =
  '<html><head><style>body{margin:0}dialog,[popover]{margin:0;border:0;padding:0;width:80px;height:80px;background:rgb(0,90,0)}' +
  '[popover]{left:200px;background:rgb(0,0,90)}dialog::backdrop{background:none}</style></head><body>' +
  '<dialog><input autofocus=""></dialog><p popover="auto">x</p><details style="position:fixed;top:300px"><summary>more</summary>y</details></body></html>'
const events: LooseEvent[] = [
  // Document 1, html 2, head 3, style 4, its text 5, body 6, dialog 7, input 8, p 9, its text 10, details 11, and 3 in it.
  keyframe(0, html, 14),
  { type: 'attribute', at: 1000, id: 7, name: 'open', value: '' },
  { type: 'topLayer', at: 1000, id: 7, layer: 'modal' },
  { type: 'topLayer', at: 2000, id: 9, layer: 'popover' },
  { type: 'focus', at: 2500, id: 8, visible: true },
  { type: 'end', at: 4000, reason: 'stop' },
]

/** What the person holds in the page around the player, and the keys that it heard. */
async function openBeside(): Promise<void> {
  await play(viewer.page, await chunksOf(events))
  await viewer.page.evaluate(() => {
    const button = Object.assign(document.createElement('button'), { id: 'own' })
    const scope = globalThis as never as { keys?: string[]; player: { setOverlay(on: boolean): void } }
    if (!scope.keys) addEventListener('keydown', ({ key }) => void scope.keys!.push(key))
    scope.keys = []
    document.body.append(button)
    scope.player.setOverlay(false)
    button.focus()
  })
}

test.each([[[1500]], [[3000]], [[3000, 0, 3000]]])(
  'the keyboard stays with the person whatever is focused in the recording, and changes nothing there: seeks %j',
  async (seeks) => {
    await openBeside()
    for (const ms of seeks) await seek(ms)
    const before = [await colourAt(10, 40), await colourAt(210, 40)]
    expect(before[0]).toBe('0,90,0')
    expect(await viewer.page.evaluate(() => document.activeElement?.id)).toBe('own')
    for (const key of ['d', 'Escape', 'Tab', 'Escape', ' ']) await viewer.page.keyboard.press(key)
    expect(await viewer.page.evaluate(() => (globalThis as never as { keys: string[] }).keys)).toEqual([
      'd',
      'Escape',
      'Tab',
      'Escape',
      ' ',
    ])
    expect(await viewer.page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME')
    await viewer.page.mouse.click(400, 400)
    expect([await colourAt(10, 40), await colourAt(210, 40)]).toEqual(before)
    await viewer.page.evaluate(() => document.querySelector('#own')!.remove())
  },
)
