import type { Page } from 'playwright-core'
import type { Family } from '../case.ts'

const css =
  '<style>body { font: 20px sans-serif; margin: 20px } a, button, li { display: block; width: 240px; padding: 16px; margin: 6px; background: #dee2e6; border: 0; font: inherit; color: black }</style>'
const buttons = '<button id="a">One</button><button id="b">Two</button><a id="c" href="#x">A link</a>'
const away = (page: Page): Promise<void> => page.mouse.move(790, 590)

export const pointer: Family = {
  name: 'pointer, focus, selection',
  cases: [
    {
      name: 'hover',
      head: `${css}<style>button:hover, a:hover { background: #ffb703 } #b:hover + a { color: red; font-size: 40px } body:has(#c:hover) { background: #8ecae6 }</style>`,
      html: buttons,
      steps: [(page) => page.hover('#a'), (page) => page.hover('#b'), (page) => page.hover('#c'), away],
    },
    {
      name: 'hover menus, and in shadow roots',
      head: `${css}<style>ul { list-style: none; padding: 0 } li > ul { display: none; margin-left: 100px } li:hover > ul { display: block } li:hover { background: #219ebc }</style>`,
      html: '<ul><li id="m">Menu<ul><li id="n">Sub<ul><li>Deep</li></ul></li></ul></li></ul><div id="host"></div>',
      script: `host.attachShadow({ mode: 'open' }).innerHTML = '<style>p { padding: 20px; background: #ddd } p:hover { background: #fb8500 } :host(:hover) { outline: 8px solid black }</style><p>Shadow</p>'`,
      steps: [
        (page) => page.hover('#m', { position: { x: 10, y: 10 } }),
        (page) => page.hover('#n', { position: { x: 10, y: 10 } }),
        (page) => page.hover('#host p'),
      ],
    },
    {
      name: 'pressed',
      head: `${css}<style>button:active { background: #d00000; color: white; transform: scale(1.3) } body:active { background: #ffe5d9 }</style>`,
      html: buttons,
      steps: [
        (page) => page.hover('#a').then(() => page.mouse.down()),
        (page) => page.mouse.up(),
        (page) => page.hover('#b').then(() => page.mouse.down()),
        (page) => page.mouse.up().then(() => away(page)),
      ],
    },
    {
      name: 'focus by keyboard and by pointer',
      head: `${css}<style>:focus { background: #caf0f8 } :focus-visible { outline: 8px solid #0077b6 } div:focus-within { background: #ade8f4 } div { padding: 10px }</style>`,
      html: `<div>${buttons}</div><div><input id="i"></div>`,
      steps: [
        (page) => page.keyboard.press('Tab'),
        (page) => page.keyboard.press('Tab'),
        (page) => page.click('#a').then(() => away(page)),
        (page) => page.focus('#i'),
        'document.activeElement.blur()',
      ],
    },
    {
      name: 'the browser’s own focus ring',
      head: css,
      html: `${buttons}<input id="i"><select id="s"><option>one</select><p id="t" tabindex="0">Focusable text</p>`,
      steps: [
        (page) => page.keyboard.press('Tab'),
        (page) => page.focus('#i'),
        (page) => page.keyboard.press('Tab'),
        (page) => page.keyboard.press('Tab'),
        'document.activeElement.blur()',
      ],
    },
    {
      name: 'selected text',
      head: css,
      html: '<p id="p">A paragraph of words, of which some are selected and others are not.</p><p id="q">And the paragraph after it.</p>',
      steps: [
        `getSelection().setBaseAndExtent(p.firstChild, 2, p.firstChild, 30)`,
        `getSelection().setBaseAndExtent(p.firstChild, 20, q.firstChild, 12)`,
        `const s = document.createElement('style'); s.textContent = '::selection { background: #9b5de5; color: white }'; document.head.append(s)`,
        `getSelection().removeAllRanges()`,
      ],
    },
    {
      name: 'highlights',
      head: `${css}<style>::highlight(found) { background: #fee440; color: #d00000 } ::highlight(wrong) { text-decoration: wavy underline red 3px }</style>`,
      html: '<p id="p">A paragraph of words, of which some are found and others are wrong.</p>',
      script: `window.range = (from, to) => { const r = new Range(); r.setStart(p.firstChild, from); r.setEnd(p.firstChild, to); return r }`,
      steps: [
        `CSS.highlights.set('found', new Highlight(range(2, 11), range(23, 28)))`,
        `CSS.highlights.set('wrong', new Highlight(range(30, 44)))`,
        `CSS.highlights.get('found').add(range(50, 60))`,
        `CSS.highlights.delete('found')`,
      ],
    },
    {
      name: 'targets, link states, checked labels',
      head: `${css}<style>section { padding: 20px; background: #e9ecef; margin: 8px } :target { background: #90e0ef; font-size: 40px } a:any-link { color: green }</style>`,
      html: '<a id="l" href="#two">Go to two</a><section id="one">One</section><section id="two">Two</section>',
      steps: [`location.hash = '#two'`, `location.hash = '#one'`, `l.removeAttribute('href')`],
    },
  ],
}
