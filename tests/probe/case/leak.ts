import type { Family, Probe } from '../probe.ts'
import type { Seen } from '../seen.ts'
import { click } from '../tab.ts'

/** Letters that no other word of a page holds; digits would be masked for their shape alone. */
const word = 'zorblatt'
const said =
  (text: RegExp | string): Probe['want'] =>
  (seen) =>
    typeof text === 'string' ? seen.html.includes(text) : text.test(seen.text)
const isThere =
  (id: string) =>
  (seen: Seen): boolean =>
    !!seen.node(id)
const late = 'await new Promise((r) => setTimeout(r, 60))'

type Leak = Pick<Probe, 'name' | 'want'> & Partial<Probe>

const leaks: readonly Leak[] = [
  { name: 'text', html: `<p id="a">${word}</p>`, head: '<style>#a{color:red}</style>', want: isThere('a') },
  {
    name: 'text added and changed',
    html: '<p id="a">x</p><p id="b">y</p>',
    head: '<style>#a,#b{color:red}</style>',
    act: `a.textContent = '${word}'; b.firstChild.data = '${word}'; ${late}; b.insertAdjacentHTML('beforeend', '<i>${word}</i>')`,
    want: (seen) => seen.has('add') && seen.has('text'),
  },
  {
    name: 'value typed',
    html: '<input id="a"><textarea id="b"></textarea>',
    act: async (tab) => {
      await click(tab, '#a')
      await tab.type(word)
      await click(tab, '#b')
      await tab.type(word)
    },
    want: (seen) => seen.all('input').length > 0,
  },
  {
    name: 'value typed, at level relaxed',
    privacy: 'relaxed',
    html: '<input id="a"><textarea id="b"></textarea>',
    act: async (tab) => {
      await click(tab, '#a')
      await tab.type(word)
      await click(tab, '#b')
      await tab.type(word)
    },
    want: (seen) => seen.all('input').length > 0,
  },
  {
    name: 'value in the page’s source',
    html: `<input value="${word}"><textarea>${word}</textarea><input type="button" value="${word}"><input type="hidden" value="${word}">`,
    want: said('<textarea'),
  },
  {
    name: 'password, also once it is shown as text',
    privacy: 'relaxed',
    html: '<input id="a" type="password">',
    act: async (tab) => {
      await click(tab, '#a')
      await tab.type(word)
      await tab.run(`a.type = 'text'; ${late}; a.value += '${word}'; a.setAttribute('value', '${word}')`)
    },
    want: (seen) => seen.has('attribute', { of: 'a', name: 'type' }) || seen.node('a')?.attributes.get('type') === 'text',
  },
  { name: 'option', html: `<select><option label="${word}" value="${word}">${word}</option></select>`, want: said('<option') },
  {
    name: 'attributes that are text',
    html: `<img id="a" alt="${word}" title="${word}"><input placeholder="${word}" aria-label="${word}"><a title="${word}">x</a>`,
    act: `a.title = '${word}2'; a.setAttribute('aria-description', '${word}')`,
    want: said('<img'),
  },
  {
    name: 'attributes that nobody knows',
    html: `<p data-user="${word}" id="${word}" class="${word}" probe="${word}" name="${word}">x</p>`,
    want: said('<p'),
  },
  {
    name: 'CSS strings',
    html: `<style>#a::before { content: "${word}"; color: red }</style><p id="a" style="--x: '${word}'">x</p>`,
    want: isThere('a'),
  },
  {
    name: 'CSS strings set by a script',
    html: '<style id="s">#a { color: red }</style><p id="a">x</p>',
    act: `s.sheet.insertRule('#a::after { content: "${word}" }'); const c = new CSSStyleSheet(); c.replaceSync('#a { quotes: "${word}" }'); document.adoptedStyleSheets = [c]`,
    want: (seen) => seen.has('sheet'),
  },
  {
    name: 'queries of addresses: links, images, CSS',
    html: `<a href="/go?mail=${word}#${word}">x</a><img src="/i.png?u=${word}"><style>p { background: url(/b.png?u=${word}) }</style><form action="/send?u=${word}"></form>`,
    want: said('<form'),
  },
  { name: 'query of the page', search: `?token=${word}#${word}`, want: (seen) => seen.holds('page') },
  {
    name: 'query and state of a route',
    act: `history.pushState({ user: '${word}' }, '', '/route/elsewhere?mail=${word}')`,
    want: (seen) => seen.has('page', { kind: 'route' }),
  },
  {
    name: 'title of the document',
    html: '<p>x</p>',
    act: `document.title = '${word}'; ${late}; history.pushState({}, '', '/after')`,
    want: (seen) => seen.has('page', { kind: 'route' }),
  },
  {
    name: 'console arguments',
    act: `console.log('%s said', '${word}', { a: '${word}' }); console.error(new Error('${word}'))`,
    want: (seen) => seen.has('console'),
  },
  {
    name: 'error messages',
    act: `setTimeout(() => { throw new Error('no such user ${word}') }); ${late}`,
    want: (seen) => seen.has('error'),
  },
  {
    name: 'rejections',
    act: `Promise.reject('${word}'); Promise.reject({ message: '${word}', toString: () => '${word}' }); ${late}`,
    want: (seen) => seen.has('error', { kind: 'rejection' }),
  },
  {
    name: 'requests: query, headers, bodies',
    act: `await fetch('/data.json?u=${word}', { method: 'POST', headers: { 'x-user': '${word}' }, body: '${word}' }); const x = new XMLHttpRequest(); x.open('GET', '/x.json?u=${word}'); x.send(); await new Promise((r) => x.onloadend = r); navigator.sendBeacon('/b.json?u=${word}', '${word}')`,
    want: (seen) =>
      seen.has('request', { kind: 'fetch' }) && seen.has('request', { kind: 'xhr' }) && seen.has('request', { kind: 'beacon' }),
  },
  {
    name: 'WebSocket: query and messages',
    act: `const w = new WebSocket('ws://' + location.host + '/socket?u=${word}'); await new Promise((r) => w.onopen = r); w.send('${word}'); await new Promise((r) => w.onmessage = r); w.close(); await new Promise((r) => w.onclose = r)`,
    want: (seen) => seen.has('socket'),
  },
  {
    name: 'clipboard',
    html: `<textarea id="a">${word}</textarea><textarea id="b"></textarea>`,
    act: async (tab) => {
      await click(tab, '#a')
      for (const key of ['Control+a', 'Control+c']) await tab.press(key)
      await click(tab, '#b')
      await tab.press('Control+v')
    },
    want: (seen) => seen.has('act', { kind: 'paste' }),
  },
  {
    name: 'selection',
    html: `<p id="a">${word}</p>`,
    act: 'getSelection().selectAllChildren(a)',
    want: (seen) => seen.has('selection', { anchor: (id) => id > 0 }),
  },
  {
    name: 'what was clicked',
    html: `<button id="a" name="${word}" aria-label="${word}">${word}</button>`,
    act: (tab) => click(tab, '#a'),
    want: (seen) => seen.has('click'),
  },
  {
    name: 'contenteditable',
    html: '<div id="a" contenteditable>x</div>',
    act: async (tab) => (await click(tab, '#a'), tab.type(word)),
    want: (seen) => seen.has('text') || seen.has('add'),
  },
  {
    name: 'comments, scripts, templates, noscript',
    html: `<!--${word}--><script type="application/json">"${word}"</script><template>${word}</template><noscript>${word}</noscript><p id="a">x</p>`,
    want: said('<p'),
  },
  {
    name: 'shadow roots',
    html: '<div id="host"></div>',
    act: `host.attachShadow({ mode: 'closed' }).innerHTML = '<p title="${word}">${word}</p>'`,
    want: said('shadowroot'),
  },
  {
    name: 'frames',
    html: `<iframe id="f" srcdoc="<p title=${word}>${word}</p>" title="${word}"></iframe>`,
    want: (seen) => seen.holds('frame'),
  },
  {
    name: 'SVG text and title',
    html: `<svg aria-label="${word}"><title>${word}</title><text>${word}</text><desc>${word}</desc></svg>`,
    want: said('<svg'),
  },
  {
    name: 'canvas is off',
    html: '<canvas id="c"></canvas>',
    act: `c.getContext('2d').fillText('${word}', 10, 10); c.title = '${word}'`,
    want: (seen) => !seen.holds('canvas') && seen.html.includes('<canvas'),
  },
  {
    name: 'names of fonts and key frames of animations',
    html: '<p id="a">x</p>',
    act: `a.animate([{ content: '"${word}"' }, { content: '"b"' }], 900); document.fonts.add(new FontFace('x', 'url(/f.woff2?u=${word})'))`,
    want: (seen) => seen.has('animation') && seen.has('font'),
  },
  {
    name: 'custom validity',
    html: '<input id="a">',
    act: `a.setCustomValidity('${word}'); a.reportValidity()`,
    want: (seen) => seen.has('elementState'),
  },
  {
    name: 'state of the application',
    start: 'init',
    options: { state: true },
    act: `probe.state('user', { name: '${word}' }); ${late}; probe.state('user', { name: '${word}!' })`,
    want: (seen) => seen.has('appState'),
    patienceMs: 6000,
  },
  {
    name: 'headings: names of sections',
    html: `<section aria-label="${word}" style="height:400px"><h2>${word}</h2></section><section style="height:3000px"><h2>${word}</h2></section>`,
    act: `await new Promise((r) => setTimeout(r, 1200)); scrollTo(0, 2500)`,
    want: (seen) => seen.holds('section'),
    patienceMs: 4000,
  },
  {
    name: 'form facts',
    html: `<form name="${word}" id="f" onsubmit="event.preventDefault()"><label>${word}<input id="a" name="field"></label><button id="go">Go</button></form>`,
    act: async (tab) => {
      await click(tab, '#a')
      await tab.type(word)
      await click(tab, '#go')
    },
    want: (seen) => seen.has('form', { action: 'submit' }),
  },
]

export const leak: Family = {
  name: 'leak',
  probes: leaks.map((probe) => ({ privacy: 'strict', ...probe, name: `leak: ${probe.name}`, canary: word })),
}
