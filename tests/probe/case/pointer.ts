import type { Family } from '../probe.ts'
import { click, drag, hover, pointOf } from '../tab.ts'

const two = '<button id="a" style="width:90px;height:40px">one</button> <button id="b" style="width:90px;height:40px">two</button>'
const editable = '<textarea id="a" rows="3">some words to take</textarea><textarea id="b"></textarea>'

export const pointer: Family = {
  name: 'pointer',
  probes: [
    { name: 'hover', html: two, act: (tab) => hover(tab, '#b'), want: (seen) => seen.has('pointed', { of: 'b', active: 0 }) },
    {
      name: 'hover leaves',
      html: `${two}<p id="c">c</p>`,
      act: async (tab) => {
        await hover(tab, '#b')
        await tab.run('await new Promise((r) => setTimeout(r, 120))')
        await hover(tab, '#c')
      },
      want: (seen) => seen.has('pointed', { of: 'b' }) && seen.has('pointed', { of: 'c' }),
    },
    {
      name: 'active: pressed and held',
      html: two,
      act: async (tab) => (await hover(tab, '#a'), tab.down()),
      want: (seen) => seen.has('pointed', { active: seen.node('a')?.id ?? -1 }),
    },
    {
      name: 'focus by keyboard: focus-visible',
      html: two,
      act: async (tab) => (await tab.press('Tab'), tab.press('Tab')),
      want: (seen) => seen.has('focus', { of: 'b', visible: true }),
      rrweb: /"source":2,"type":5/,
    },
    {
      name: 'focus by pointer: not focus-visible',
      html: two,
      act: (tab) => click(tab, '#a'),
      want: (seen) => seen.has('focus', { of: 'a', visible: false }),
      rrweb: /"source":2,"type":5/,
    },
    {
      name: 'focus lost',
      html: two,
      before: 'a.focus()',
      act: 'a.blur()',
      want: (seen) => seen.has('focus', { id: 0 }),
      rrweb: /"source":2,"type":6/,
    },
    {
      name: 'pointer path',
      html: two,
      act: async (tab) => {
        for (let i = 0; i < 12; i++) await tab.move(40 + i * 20, 100 + i * 5)
      },
      want: (seen) => seen.has('pointer', { pointer: 'mouse', points: (points) => points.length >= 2 }),
      rrweb: /"positions":|"timeOffset"/,
    },
    {
      name: 'selection',
      html: '<p id="a">selected words</p>',
      act: `getSelection().setBaseAndExtent(a.firstChild, 3, a.firstChild, 8)`,
      want: (seen) => seen.has('selection', { of: 'a', anchorAt: 3, focusAt: 8 }),
      rrweb: /"startOffset":3,"end":\d+,"endOffset":8/,
    },
    {
      name: 'selection taken away',
      html: '<p id="a">selected words</p>',
      before: 'getSelection().selectAllChildren(a)',
      act: 'getSelection().removeAllRanges()',
      want: (seen) => seen.has('selection', { anchor: 0, focus: 0 }),
    },
    {
      name: 'touch: swipe',
      html: '<div id="a" style="height:500px;touch-action:none">pad</div>',
      act: (tab) => tab.swipe({ x: 300, y: 400 }, { x: 120, y: 400 }),
      want: (seen) => seen.has('gesture', { kind: 'swipe', x: (x) => Math.abs(x - 300) < 3, toX: (x) => x < 200 }),
    },
    {
      name: 'touch: pointer path is a finger’s',
      html: '<div id="a" style="height:500px;touch-action:none">pad</div>',
      act: (tab) => tab.swipe({ x: 300, y: 400 }, { x: 120, y: 400 }),
      want: (seen) => seen.has('pointer', { pointer: 'touch' }) || seen.has('click', { pointer: 'touch' }),
      rrweb: /"source":6/,
    },
    {
      name: 'pen',
      html: two,
      act: async (tab) => tab.pen(await pointOf(tab, '#a')),
      want: (seen) => seen.has('click', { of: 'a', pointer: 'pen' }) || seen.has('click', { pointer: 'pen' }),
    },
    {
      name: 'drag by pointer: its path while pressed',
      html: '<div id="a" style="width:80px;height:80px;user-select:none;background:silver">handle</div>',
      act: (tab) => drag(tab, { x: 40, y: 40 }, { x: 340, y: 240 }),
      want: (seen) => seen.has('pointer', { points: (points) => points.length > 0 }) && seen.has('pointed', { active: (id) => id > 0 }),
      rrweb: /"positions":|"timeOffset"/,
    },
    {
      name: 'drag of what is draggable',
      html: '<div id="a" draggable="true" style="width:80px;height:80px;background:silver">card</div>',
      act: (tab) => tab.dragItem({ x: 40, y: 40 }, { x: 340, y: 240 }),
      want: (seen) => seen.has('gesture', { kind: 'drag', key: /./, toX: (x) => x > 300, toY: (y) => y > 200 }),
      rrweb: /"source":12/,
    },
    {
      name: 'drag and drop',
      html: '<div id="a" draggable="true" style="width:80px;height:80px;background:silver">card</div><div id="b" style="width:300px;height:200px" ondragover="event.preventDefault()">place</div>',
      act: (tab) => tab.dragItem({ x: 40, y: 40 }, { x: 140, y: 180 }),
      want: (seen) => seen.has('gesture', { kind: 'drop' }),
      rrweb: /"source":12/,
    },
    {
      name: 'copy, cut, paste as facts',
      html: editable,
      act: async (tab) => {
        await click(tab, '#a')
        for (const key of ['Control+a', 'Control+c', 'Control+x']) await tab.press(key)
        await click(tab, '#b')
        await tab.press('Control+v')
      },
      want: (seen) => (['copy', 'cut', 'paste'] as const).every((kind) => seen.has('act', { kind, key: /./ })),
    },
    {
      name: 'context menu',
      html: two,
      act: async (tab) => {
        await hover(tab, '#a')
        await tab.down('right')
        await tab.up('right')
      },
      want: (seen) => seen.has('act', { kind: 'contextmenu', key: /./ }),
      rrweb: /"source":2,"type":3/,
    },
    { name: 'print', html: two, act: `dispatchEvent(new Event('beforeprint'))`, want: (seen) => seen.has('act', { kind: 'print' }) },
  ],
}
