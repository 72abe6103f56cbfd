import type { Family } from '../case.ts'

const cards = '<div class="card" id="a">First card</div><div class="card" id="b">Second card</div>'
const base = '<style id="s">.card { padding: 20px; margin: 12px; background: #cfe8d5; font: 20px sans-serif } #b { color: #7a2048 }</style>'

export const style: Family = {
  name: 'style sheets',
  cases: [
    {
      name: 'rules inserted and deleted',
      head: base,
      html: cards,
      steps: [
        `s.sheet.insertRule('.card { border: 8px solid teal }', 2)`,
        `s.sheet.insertRule('#a { background: gold; transform: rotate(-2deg) }', 3); s.sheet.deleteRule(2)`,
        `s.sheet.deleteRule(0)`,
      ],
    },
    {
      name: 'rules edited: style, cssText, selectorText',
      head: base,
      html: cards,
      steps: [
        `s.sheet.cssRules[0].style.backgroundColor = 'salmon'`,
        `s.sheet.cssRules[0].style.cssText = 'padding: 40px; background: navy; color: white; font: 30px serif'`,
        `s.sheet.cssRules[1].selectorText = '#a'; s.sheet.cssRules[1].style.setProperty('color', 'yellow', 'important')`,
      ],
    },
    {
      name: 'rules within @media, @layer and @supports edited',
      head: `<style id="s">@layer low, high; @layer high { .card { background: plum } } @media (min-width: 1px) { .card { padding: 30px } } @supports (display: grid) { .card { color: green } } @layer low { .card { background: red; font: 22px sans-serif } }</style>`,
      html: cards,
      steps: [
        `s.sheet.cssRules[1].insertRule('.card { border-left: 30px solid black }', 1)`,
        `s.sheet.cssRules[2].cssRules[0].style.padding = '60px'`,
        `s.sheet.cssRules[3].deleteRule(0); s.sheet.cssRules[1].deleteRule(0)`,
      ],
    },
    {
      name: 'sheets switched off, media changed',
      head: `${base}<style id="t">.card { background: orange; border-radius: 30px }</style><link id="l" rel="stylesheet" href="/linked.css">`,
      html: cards,
      steps: [
        `t.sheet.disabled = true`,
        `s.sheet.media.mediaText = 'print'`,
        `l.disabled = true; s.media = 'screen'`,
        `t.sheet.disabled = false`,
      ],
    },
    {
      name: 'adopted sheets: assigned, pushed, replaced late',
      html: cards,
      script: `window.one = new CSSStyleSheet(); one.replaceSync('.card { padding: 30px; background: khaki }'); window.two = new CSSStyleSheet()`,
      steps: [
        `document.adoptedStyleSheets = [one]`,
        `document.adoptedStyleSheets.push(two)`.concat(`; two.replaceSync('.card { border: 6px dashed brown }')`),
        `await one.replace('.card { padding: 10px; background: #334; color: white }'); two.insertRule('#b { width: 300px }')`,
        `document.adoptedStyleSheets.shift()`,
      ],
    },
    {
      name: 'shorthands with variables, edited by CSSOM',
      head: `<style id="s">:root { --w: 6px; --c: crimson; --p: 20px } .card { padding: var(--p) calc(var(--p) * 2); border: var(--w) solid var(--c); background: linear-gradient(90deg, var(--c), white) } </style>`,
      html: cards,
      steps: [
        `s.sheet.insertRule('#b { margin: var(--p); font: 30px sans-serif }', 2)`,
        `document.documentElement.style.setProperty('--c', 'darkcyan')`,
        `s.sheet.cssRules[0].style.setProperty('--w', '20px')`,
      ],
    },
    {
      name: 'linked sheets, imports, one that comes late',
      head: `<link rel="stylesheet" href="/linked.css"><style>@import url("/imported.css");</style>`,
      html: `<div class="pic"></div>${cards}`,
      steps: [
        `const l = Object.assign(document.createElement('link'), { id: 'late', rel: 'stylesheet', href: '/late.css' }); document.head.append(l); await new Promise((r) => (l.onload = r))`,
        `late.remove()`,
        `document.querySelector('link[href="/linked.css"]').remove()`,
      ],
    },
    {
      name: 'a linked sheet with pictures, edited by CSSOM',
      head: `<link id="l" rel="stylesheet" href="/linked.css">`,
      html: `<div class="pic"></div>${cards}`,
      steps: [
        `l.sheet.insertRule('.pic { border-radius: 50px }', 2)`,
        `l.sheet.cssRules[0].style.background = 'purple'`,
        `l.sheet.insertRule('#b { background: url(image/tomato.svg) }', 3)`,
      ],
    },
    {
      name: 'text of a style element: written, appended, normalised',
      head: `<style id="s">.card { padding: 20px }</style>`,
      html: cards,
      steps: [
        `s.append('.card { background: pink }')`,
        `s.append('#b { font: 40px sans-serif }'); s.firstChild.data = '.card { padding: 40px }'`,
        `s.normalize(); s.textContent = '.card { color: blue; font: 32px monospace }'`,
        `s.remove()`,
      ],
    },
    {
      name: 'nesting, :has, :is, @scope, @container, @property',
      head: `<style>@property --tone { syntax: '<color>'; inherits: true; initial-value: #1b998b }
        .box { container-type: inline-size; width: 60%; & .card { background: var(--tone); padding: 12px; &#b { color: white } } }
        @container (min-width: 420px) { .card { font: 34px sans-serif } }
        @scope (.box) to (.limit) { p { border: 4px solid black } }
        .box:has(.marked) { outline: 10px solid orange } :is(#a, #b):not(.marked) { margin: 10px }</style>`,
      html: `<div class="box" id="box">${cards}<p>in scope</p><div class="limit"><p>out of scope</p></div></div>`,
      steps: [
        `a.className += ' marked'`,
        `box.style.width = '300px'`,
        `box.style.setProperty('--tone', 'rebeccapurple'); a.className = 'card'`,
      ],
    },
    {
      name: 'pseudo-elements, counters, quotes, lists',
      head: `<style>body { counter-reset: n; font: 18px sans-serif } li::before { counter-increment: n; content: counter(n, upper-roman) " – "; color: crimson } q { quotes: "«" "»" } li.new::after { content: " new"; background: gold } ::marker { color: green } p::first-letter { font-size: 60px } p::first-line { color: purple }</style>`,
      html: '<ol id="list"><li>one</li><li>two</li></ol><p>A paragraph that is long enough to be broken in two lines, as the first of them is to look other than what comes after it, if all goes well here.</p><q>quoted</q>',
      steps: [
        `list.append(Object.assign(document.createElement('li'), { textContent: 'three', className: 'new' }))`,
        `list.reversed = true; list.style.listStyle = 'inside square'`,
        `list.prepend(list.lastElementChild)`,
      ],
    },
    {
      name: 'alternate sheets',
      head: `<style title="day">.card { background: lightyellow; padding: 30px }</style><style>.card { font: 24px sans-serif }</style>`,
      html: cards,
      steps: [
        `document.styleSheets[1].disabled = true; document.styleSheets[2].disabled = true`,
        `document.styleSheets[2].disabled = false`,
        `document.styleSheets[1].disabled = false; document.styleSheets[1].insertRule('#b { background: maroon }', 1)`,
      ],
    },
    {
      name: 'style attributes by every way',
      html: cards,
      steps: [
        `a.style.cssText = 'background: teal; color: white; padding: 20px'`,
        `a.style.setProperty('padding', '50px', 'important'); b.setAttribute('style', 'font-size: 44px; background: url(/image/indigo.svg)')`,
        `a.attributeStyleMap.set('opacity', 0.5); b.style.removeProperty('font-size')`,
        `a.removeAttribute('style')`,
      ],
    },
  ],
}
