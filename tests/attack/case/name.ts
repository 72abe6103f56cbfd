import { type AttackEvent, inAttribute, body, change, type Family, wrap } from '../attack.ts'

const windowNames =
  'parent top self opener frames length name location postMessage setTimeout requestAnimationFrame queueMicrotask MessagePort performance URL Blob CSS customElements navigator event external ShadowRoot'.split(
    ' ',
  )
const documentNames =
  'body head documentElement adoptedStyleSheets getAnimations defaultView firstChild childNodes fonts hidden scrollingElement createElement createElementNS createTextNode implementation cookie currentScript forms images all'.split(
    ' ',
  )
const formNames =
  'parentNode insertBefore removeChild attributes setAttribute getAttribute removeAttribute nodeType nodeName localName namespaceURI firstChild nextSibling childNodes children ownerDocument style shadowRoot attachShadow isConnected matches animate contentWindow tagName id className scrollTop getBoundingClientRect'.split(
    ' ',
  )

/** Names that shadow what scripts rely on. Each page brings an image too, so that there is something to see. */
export const name: Family = {
  name: 'name',
  attacks: [
    body('of the window', ({ attr }) => windowNames.map((word) => `<a id="${word}" href="#" name="${word}">x</a><iframe name="${word}"></iframe>`).join('') + `<img src="data:x" onerror="${attr}">`),
    body('of the document', ({ attr }) => documentNames.map((word) => `<img name="${word}" src="data:x" onerror="${attr}"><form name="${word}" id="${word}"></form><object name="${word}" id="${word}"></object><embed name="${word}">`).join('')),
    {
      name: 'of nodes, in a form',
      page: (lure) => wrap(`<form id="f">${formNames.map((word) => `<input name="${word}" id="${word}">`).join('')}<p id="p">x</p><img src="data:x" onerror="${inAttribute(lure.run)}"></form><div id="d"></div>`),
      events: ({ id, url }) => [
        { type: 'attribute', id: id('f'), name: 'style', value: `background:url(${url('a.gif')})` },
        { type: 'add', parent: id('f'), before: 0, html: `<img src="${url('b.gif')}">`, splits: [], empties: [] },
        { type: 'move', id: id('f'), parent: id('d'), before: 0 },
        { type: 'scroll', id: id('f'), x: 1, y: 1 },
        { type: 'focus', id: id('f'), visible: true },
        { type: 'remove', id: id('p') },
      ],
    },
    body('of prototypes', ({ attr, run }) => `<p __proto__="x" constructor="y" prototype="z" hasownproperty="1" tostring="2">x</p><a id="__proto__" name="constructor">y</a><x-__proto__ onclick="${attr}"></x-__proto__><constructor>z</constructor><__proto__>w</__proto__><tostring></tostring><script id="__proto__">${run}</script>`),
    change('of prototypes, told later', '<p id="p">x</p><style id="s"></style><img id="i">', ({ id, url }) => [
      ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].map((word): AttackEvent => ({ type: 'attribute', id: id('p'), name: word, value: 'x' })),
      { type: 'attribute', id: id('i'), name: 'src', value: url('a.gif') },
      { type: 'elementState', id: id('p'), name: '__proto__', on: true },
      { type: 'define', name: 'constructor', defined: false },
      { type: 'highlight', name: '__proto__', ranges: [{ start: id('p'), startAt: 0, end: id('p') + 1, endAt: 9 }] },
      { type: 'highlight', name: 'x){}*{background:url(y)', ranges: [{ start: id('p') + 1, startAt: 9, end: id('p'), endAt: 0 }] },
      { type: 'animation', key: 1, id: id('p'), kind: 'script', state: 'running', name: '__proto__', pseudo: '::before', rate: 1, timing: '{"__proto__":{"duration":1},"duration":9}', keyframes: '[{"__proto__":"x","constructor":"y","color":"red"},{"offset":"z"}]' },
      { type: 'font', family: 'f', source: `url(${url('f.woff2')})`, descriptors: '{"__proto__":"x","constructor":{"toString":1}}', removed: false },
      { type: 'asset', url: '__proto__', hash: 'constructor', mime: '__proto__', sizeBytes: 1 },
      { type: 'assetBody', hash: '__proto__', mime: 'constructor', base64: 'eA==' },
    ]),
    body('custom elements', ({ attr, url }) => `<x-evil onclick="${attr}"><img src="${url('a.gif')}"></x-evil><button is="x-evil" onclick="${attr}">x</button><playhead-player src="${url('b.js')}"></playhead-player><font-face></font-face><annotation-xml></annotation-xml><x-ﬀ></x-ﬀ>`),
    body('of the frame itself', ({ attr, url }) => `<ph-iframe src="${url('a.html')}">x</ph-iframe><ph-box style="background:url(${url('b.gif')})"></ph-box><ph-inert onclick="${attr}">x</ph-inert><p ph-hover="" ph-root="" ph-fullscreen="" ph-inert="" PH-FOCUS="">y</p>`),
    body('letters that fold', ({ attr, run, url }) => `<ſcript>${run}</ſcript><linK rel="stylesheet" href="${url('a.css')}"></linK><p oncl\u0131ck="${attr}" on\u212aeydown="${attr}" \u017frc="${url('b.gif')}" \u0130mg="x">x</p><img src="${url('c.gif')}">`),
    body('of the parent page', ({ attr }) => `<a id="player" name="PlayheadPlayer">x</a><div id="stage" class="mantine" onclick="${attr}">y</div><img src="data:x" onerror="${attr}">`),
  ],
} // prettier-ignore
