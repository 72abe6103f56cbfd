import type { Family } from '../case.ts'

const css = 'p { margin: 8px; padding: 16px; background: #ffd6a5; font: 20px sans-serif }'
const attach = (mode: string): string =>
  `window.root = host.attachShadow({ mode: '${mode}' }); root.innerHTML = '<style>${css}</style><p>Within a shadow root</p>'`
const grow = [
  `const p = document.createElement('p'); p.textContent = 'One more'; root.append(p)`,
  `root.querySelector('style').sheet.insertRule('p { border: 6px solid #9b2226 }', 1)`,
  `root.lastChild.style.background = '#bde0fe'; root.querySelector('p').firstChild.data = 'Other words'`,
]
const plain = '<style>p { color: red; font-size: 40px }</style><p>Outside</p><div id="host"></div>'

export const shadow: Family = {
  name: 'shadow DOM',
  cases: [
    { name: 'open shadow root', html: plain, script: attach('open'), steps: grow },
    { name: 'closed shadow root', html: plain, script: attach('closed'), steps: grow },
    { name: 'shadow roots from before the recording', html: `${plain}<script>${attach('open')}</script>`, steps: grow },
    {
      name: 'declarative shadow roots',
      html: `<div id="host"><template shadowrootmode="open"><style>${css}</style><p>Declared open</p><slot></slot></template><b>slotted</b></div>
        <div id="other"><template shadowrootmode="open"><style>${css} p { background: #a0c4ff }</style><p>Declared too</p></template></div>`,
      steps: [
        `host.shadowRoot.querySelector('p').textContent = 'Declared, then changed'`,
        `document.body.append(Object.assign(document.createElement('div'), { id: 'third' })); third.setHTMLUnsafe('<div><template shadowrootmode="open"><style>p { background: #caffbf; padding: 30px }</style><p>Parsed late</p></template></div>')`,
        `other.remove()`,
      ],
    },
    {
      name: 'slots: named, default, changed',
      html: `<div id="host"><span slot="a" id="x">for A</span><span slot="b" id="y">for B</span></div>`,
      script: `window.root = host.attachShadow({ mode: 'open' }); root.innerHTML = '<style>div { padding: 20px; margin: 6px } ::slotted(span) { font: 28px sans-serif } .a { background: #f28482 } .b { background: #84a59d }</style><div class="a"><slot name="a"></slot></div><div class="b"><slot name="b"></slot></div><div><slot>fallback text</slot></div>'`,
      steps: [`x.slot = 'b'`, `y.slot = ''`, `root.querySelector('slot[name=b]').name = 'c'`, `host.append('text by default')`],
    },
    {
      name: 'slots assigned by hand',
      html: `<div id="host"><span id="x">one</span><span id="y">two</span><span id="z">three</span></div>`,
      script: `window.root = host.attachShadow({ mode: 'open', slotAssignment: 'manual' }); root.innerHTML = '<style>div { padding: 20px; margin: 6px; background: #e0aaff; font: 30px sans-serif } div + div { background: #7b2cbf; color: white }</style><div><slot id="p"></slot></div><div><slot id="q">nothing here</slot></div>'; root.getElementById('p').assign(x, y)`,
      steps: [
        `root.getElementById('q').assign(z)`,
        `root.getElementById('p').assign(y); root.getElementById('q').assign(z, x)`,
        `root.getElementById('q').assign()`,
      ],
    },
    {
      name: ':host, ::part, ::slotted, :host-context',
      head: `<style>x-card::part(title) { color: white; background: #003049; padding: 12px } x-card { display: block; margin: 10px }</style>`,
      html: `<x-card id="host"><em>slotted</em></x-card>`,
      script: `customElements.define('x-card', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<style>:host { border: 6px solid #d62828; padding: 10px } :host(.wide) { border-width: 24px } :host-context(.night) { background: #14213d; color: #fca311 } ::slotted(em) { font-size: 40px }</style><h2 part="title">Title</h2><slot></slot>' } })`,
      steps: [`host.className = 'wide'`, `document.body.className = 'night'`, `host.shadowRoot.querySelector('h2').part = ''`],
    },
    {
      name: 'one adopted sheet in many roots',
      html: '<div id="list"></div>',
      script: `window.sheet = new CSSStyleSheet(); sheet.replaceSync('p { padding: 14px; margin: 4px; background: #ffafcc; font: 18px sans-serif }'); window.add = (n) => { for (let i = 0; i < n; i++) { const d = list.appendChild(document.createElement('div')); const r = d.attachShadow({ mode: i % 2 ? 'open' : 'closed' }); r.adoptedStyleSheets = [sheet]; r.innerHTML = '<p>Item ' + list.children.length + '</p>' } }; add(3)`,
      steps: [
        `add(4)`,
        `sheet.replaceSync('p { padding: 6px; background: #023047; color: #ffb703; font: 26px serif }')`,
        `sheet.insertRule('p { border-left: 40px solid red }', 1); list.firstChild.remove()`,
      ],
    },
    {
      name: 'custom elements: not defined, then defined',
      head: `<style>x-late:not(:defined) { display: block; width: 200px; height: 80px; background: repeating-linear-gradient(45deg, #ccc 0 10px, #eee 10px 20px) } x-late:defined { display: inline-block; padding: 30px; background: #2a9d8f; color: white }</style>`,
      html: '<x-late id="a">one</x-late><x-late>two</x-late>',
      steps: [
        `document.body.append(document.createElement('x-late'))`,
        `customElements.define('x-late', class extends HTMLElement { connectedCallback() { this.textContent = 'Defined ' + this.textContent } })`,
        `document.body.append(document.createElement('x-late'))`,
      ],
    },
    {
      name: 'states of custom elements',
      head: `<style>x-toggle { display: block; padding: 30px; margin: 8px; background: #ddd; font: 22px sans-serif } x-toggle:state(on) { background: #52b788 } x-toggle:state(loud) { font-size: 60px }</style>`,
      html: '<x-toggle id="a">one</x-toggle><x-toggle id="b">two</x-toggle>',
      script: `customElements.define('x-toggle', class extends HTMLElement { constructor() { super(); this.states = this.attachInternals().states } })`,
      steps: [`a.states.add('on')`, `b.states.add('on'); b.states.add('loud')`, `a.states.delete('on')`],
    },
    {
      name: 'shadow roots in shadow roots',
      html: '<div id="host"></div>',
      script: `let at = host; for (let i = 0; i < 6; i++) { const root = at.attachShadow({ mode: i % 2 ? 'closed' : 'open' }); root.innerHTML = '<style>div { padding: 12px; background: hsl(' + i * 50 + ' 60% 70%); font: 16px sans-serif }</style><div>Level ' + i + '<section></section></div>'; at = root.querySelector('section'); window.deepest = root }`,
      steps: [
        `deepest.querySelector('div').append(' and more')`,
        `deepest.querySelector('style').textContent += 'div { border: 20px solid black }'`,
        `deepest.host.remove()`,
      ],
    },
  ],
}
