import { describe, expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { inFrame, seek } = viewer

const style =
  '<style>body{margin:0}#d{margin:0;border:0;padding:0;width:300px;height:100px;overflow:auto}p{height:400px;margin:0}' +
  ':focus-visible{background:rgb(1,2,3)}</style>'
// Document 1, html 2, head 3, style 4, its text 5, body 6, the dialog 7; what is first in it 8.
const dialogWith = (content: string, nodes: number, attributes = ''): LooseEvent =>
  keyframe(0, `<html><head>${style}</head><body><dialog id="d"${attributes}>${content}</dialog></body></html>`, 7 + nodes)
const enter = (layer: 'modal' | 'popover', at = 1000): LooseEvent => ({ type: 'topLayer', at, id: 7, layer })
const end: LooseEvent = { type: 'end', at: 4000, reason: 'stop' }

type Scope = { lost: number; focused: string[]; player: { setOverlay(on: boolean): void } }

/** Opens a recording, and notes from there on what gets the focus in the frame and what the person loses. */
async function open(events: readonly LooseEvent[]): Promise<void> {
  await play(viewer.page, await chunksOf([...events, end]))
  await seek(500)
  await inFrame(() => {
    const scope = globalThis as never as Scope
    scope.focused = []
    addEventListener('focus', ({ target }) => scope.focused.push(target instanceof Element ? target.localName : 'window'), true)
  })
  await viewer.page.evaluate(() => {
    const scope = globalThis as never as Scope
    document.querySelector('#own')?.remove()
    const own = Object.assign(document.createElement('input'), { id: 'own' })
    document.body.append(own)
    scope.player.setOverlay(false)
    own.focus()
    scope.lost = 0
    own.addEventListener('blur', () => scope.lost++)
  })
}

const seen = (): Promise<unknown> =>
  inFrame(() => {
    const dialog = document.querySelector('#d')!
    const painted = [...document.querySelectorAll('#d, #d *')].filter((one) => getComputedStyle(one).outlineStyle !== 'none')
    return {
      focused: (globalThis as never as Scope).focused,
      active: document.activeElement?.localName,
      painted: painted.map(({ localName }) => localName),
      top: dialog.scrollTop,
      isInert: dialog.hasAttribute('inert'),
    }
  })
const untouched = { focused: [], active: 'body', painted: [], top: 0, isInert: false }

describe.each([
  ['a modal dialog', '', 'modal'],
  ['a dialog that is a popover', ' popover="auto"', 'popover'],
] as const)('what enters the top layer takes no focus: %s', (_, attributes, layer) => {
  test.each([
    ['with a link first in it', '<a href="#">x</a>', 2],
    ['with a link of a picture first in it', '<svg><a href="#"><text y="9">x</text></a></svg>', 4],
    ['with a link far down', '<p>x</p><a href="#">y</a>', 4],
    ['with nothing to press', '<p>x</p>', 2],
  ])('%s', async (_name, content, nodes) => {
    await open([dialogWith(content, nodes, attributes), enter(layer)])
    await seek(1500)
    expect(await seen()).toEqual(untouched)
    await seek(500)
    await seek(1500)
    expect(await seen()).toEqual(untouched)
    expect(await viewer.page.evaluate(() => (globalThis as never as Scope).lost)).toBe(0)
  })

  test('what the visitor had focused there is shown so, and only that', async () => {
    await open([
      dialogWith('<a href="#">x</a><a href="#">y</a>', 4, attributes),
      enter(layer),
      { type: 'focus', at: 1000, id: 10, visible: true },
    ])
    await seek(1500)
    expect(await seen()).toEqual({ ...untouched, painted: ['a'] })
    const colours = await inFrame(() => [...document.querySelectorAll('a')].map((one) => getComputedStyle(one).backgroundColor))
    expect(colours).toEqual(['rgba(0, 0, 0, 0)', 'rgb(1, 2, 3)'])
  })

  test('one that the visitor could not use stays so', async () => {
    await open([dialogWith('<a href="#">x</a>', 2, `${attributes} inert=""`), enter(layer)])
    await seek(1500)
    expect(await seen()).toEqual({ ...untouched, isInert: true })
  })
})
