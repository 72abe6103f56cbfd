import { expect, test } from 'vitest'
import { firstSheetId } from '@playhead/wire'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { colourAt, seek, missing } = viewer

/** Two hosts (roots 6 and 9), a paragraph and an iframe, one above the other, each 20 px high. */
const html =
  '<html><head><style>body{margin:0}p{margin:0;height:20px}iframe{display:block;border:0;width:200px;height:20px}</style></head><body>' +
  '<div><template shadowrootmode="open"><p style="margin:0;height:20px"></p></template></div>' +
  '<div><template shadowrootmode="closed"><p style="margin:0;height:20px"></p></template></div><p></p><iframe></iframe></body></html>'
const [one, two] = [firstSheetId, firstSheetId + 1]

test('a constructed sheet is the same wherever it is adopted, forwards and back', async () => {
  const events: LooseEvent[] = [
    keyframe(0, html, 14),
    {
      type: 'frame', at: 100, host: 14, html: '<html><head></head><body style="margin:0"><p style="margin:0;height:20px"></p></body></html>',
      doctype: '<!DOCTYPE html>', url: 'about:blank', base: 'https://shop.example/', splits: [], empties: [],
    }, // prettier-ignore
    { type: 'sheet', at: 1000, owner: one, css: 'p{background:rgb(1,1,1)}\f:root{--x:0}' },
    { type: 'adopt', at: 1000, id: 1, sheets: [one] },
    { type: 'adopt', at: 1000, id: 8, sheets: [one] },
    { type: 'adopt', at: 1000, id: 11, sheets: [two, one] },
    // It may be told after who adopts it.
    { type: 'sheet', at: 1000, owner: two, css: 'p{background:rgb(9,9,9) !important}' },
    { type: 'adopt', at: 1000, id: 15, sheets: [one] },
    { type: 'sheetEdit', at: 2000, owner: one, index: 0, removed: 1, css: 'p{background:rgb(2,2,2)}' },
    { type: 'adopt', at: 3000, id: 11, sheets: [one] },
    { type: 'sheet', at: 3000, owner: two, css: '' },
    { type: 'adopt', at: 4000, id: 8, sheets: [] },
    { type: 'adopt', at: 4000, id: 999, sheets: [one] },
    { type: 'end', at: 5000, reason: 'stop' },
  ]
  await play(viewer.page, await chunksOf(events))
  await viewer.page.evaluate(() => (globalThis as never as { player: import('../src/index.ts').Player }).player.setOverlay(false))
  const colours = async (ms: number): Promise<string[]> => {
    await seek(ms)
    const found: string[] = []
    for (const y of [10, 30, 50, 70]) found.push((await colourAt(5, y)).split(',')[0]!)
    return found
  }
  const moments: [number, string[]][] = [
    [500, ['255', '255', '255', '255']],
    [1500, ['1', '9', '1', '1']],
    [2500, ['2', '9', '2', '2']],
    [3500, ['2', '2', '2', '2']],
    [4500, ['255', '2', '2', '2']],
  ]
  for (const [ms, wanted] of [...moments, ...moments.toReversed(), moments[3]!, moments[1]!])
    expect(await colours(ms), `${ms}`).toEqual(wanted)
  await seek(4500)
  expect((await missing()).map((entry) => JSON.stringify(entry)).join()).toContain('unknown root')
})
