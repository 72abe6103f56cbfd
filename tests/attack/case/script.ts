import { body, change, type Family, head, wrap } from '../attack.ts'

/** Code that stands in the page as code. */
export const script: Family = {
  name: 'script',
  attacks: [
    body('inline', ({ run }) => `<script>${run}</script>`),
    body('by address', ({ url }) => `<script src="${url('a.js')}"></script><script defer="" src="${url('b.js')}"></script>`),
    body('module', ({ run, url }) => `<script type="module">${run}</script><script type="module" src="${url('m.mjs')}"></script>`),
    body('import in a module', ({ url }) => `<script type="module">import "${url('m.mjs')}"</script>`),
    head('import map', ({ url }) => `<script type="importmap">{"imports":{"a":"${url('a.mjs')}"}}</script><script type="module">import "a"</script>`),
    head('speculation rules', ({ url }) => `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${url('s.html')}"]}]}</script>`),
    body('other types', ({ run, url }) => ['text/ecmascript', 'application/x-javascript', 'text/jscript', 'text/livescript', 'text/javascript1.5', ''].map((type) => `<script type="${type}">${run}</script><script language="javascript" src="${url('t.js')}"></script>`).join('')),
    body('upper case', ({ run, url }) => `<SCRIPT>${run}</SCRIPT><sCRipT src="${url('a.js')}"></sCRipT>`),
    body('in svg', ({ run, url }) => `<svg><script>${run}</script><script href="${url('a.js')}"></script><script xlink:href="${url('b.js')}"></script></svg>`),
    body('in math', ({ run, url }) => `<math><script>${run}</script><mtext><script src="${url('a.js')}"></script></mtext></math>`),
    body('with a prefix', ({ run, url }) => `<x:script>${run}</x:script><html:script src="${url('a.js')}"></html:script><svg><svg:script href="${url('b.js')}">${run}</svg:script></svg>`),
    body('in a template', ({ run }) => `<template><script>${run}</script></template><div><template><script>${run}</script></template></div>`),
    body('in a declared shadow root', ({ run, url }) => `<div><template shadowrootmode="open"><script>${run}</script><script src="${url('a.js')}"></script></template></div><p><template shadowrootmode="closed"><script>${run}</script></template></p>`),
    body('in what HTML reads as text', ({ run, attr }) => `<noscript><script>${run}</script></noscript><xmp><script>${run}</script></xmp><noembed><img src="x" onerror="${attr}"></noembed><noframes><script>${run}</script></noframes><textarea></textarea><script>${run}</script>`),
    body('nomodule, event and for', ({ run }) => `<script nomodule="" async="">${run}</script><script event="onload" for="window">${run}</script>`),
    change('added later', '<div id="d"></div>', ({ id, run, url }) => [
      { type: 'add', parent: id('d'), before: 0, html: `<script>${run}</script><script src="${url('a.js')}"></script>`, splits: [], empties: [] },
      { type: 'add', parent: id('d'), before: 0, html: `<svg><script>${run}</script></svg>`, splits: [], empties: [] },
    ]),
    {
      name: 'text moved into a script',
      page: ({ run }) => wrap(`<script id="s"></script><p id="p">${run.replace(/&/g, '&amp;')}</p><div id="d"></div>`),
      events: ({ id, run }) => [
        { type: 'move', id: id('p') + 1, parent: id('s'), before: 0 },
        { type: 'add', parent: id('s'), before: 0, html: run.replace(/&/g, '&amp;'), splits: [], empties: [] },
        { type: 'attribute', id: id('s'), name: 'type', value: 'text/javascript' },
        { type: 'move', id: id('s'), parent: id('d'), before: 0 },
      ],
    },
  ],
} // prettier-ignore
