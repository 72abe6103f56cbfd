import { body, change, type Family, head, wrap } from '../attack.ts'

const rels = [
  'preload',
  'prefetch',
  'modulepreload',
  'prerender',
  'icon',
  'shortcut icon',
  'apple-touch-icon',
  'manifest',
  'import',
  'search',
  'expect',
  'compression-dictionary',
  'monetization',
]

/** What a head may ask of a browser. */
export const inHead: Family = {
  name: 'head',
  attacks: [
    head('meta refresh', ({ url }) => `<meta http-equiv="refresh" content="0;url=${url('r.html')}">`),
    head('meta refresh to code', ({ attr, url }) => `<meta http-equiv="refresh" content="0;url=javascript:${attr}"><meta http-equiv="Refresh" content="0;URL='data:text/html,x'"><META HTTP-EQUIV="REFRESH" CONTENT="0;url=${url('r.html')}"></META>`),
    body('meta refresh in the body', ({ url }) => `<p>x</p><meta http-equiv="refresh" content="0;url=${url('r.html')}">`),
    body('meta with a prefix', ({ url }) => `<x:meta http-equiv="refresh" content="0;url=${url('r.html')}"></x:meta><x:link rel="stylesheet" href="${url('a.css')}"></x:link><x:base href="${url('')}"></x:base><img src="${url('c.gif')}">`),
    head('meta policy, referrer and client hints', ({ url }) => `<meta http-equiv="Content-Security-Policy" content="default-src *; script-src 'unsafe-inline'; report-uri ${url('csp')}"><meta name="referrer" content="unsafe-url"><meta http-equiv="origin-trial" content="x"><meta http-equiv="delegate-ch" content="sec-ch-ua ${url('')}"><meta http-equiv="set-cookie" content="a=b"><img src="${url('a.gif')}">`),
    head('names looked up and connections made early', ({ url, bare }) => `<meta http-equiv="x-dns-prefetch-control" content="on"><link rel="dns-prefetch" href="//${bare}"><link rel="preconnect" href="http://${bare}" crossorigin=""><link rel="preconnect" href="${url('')}">`),
    ...rels.map((rel) => head(`link ${rel}`, ({ url, attr }) => `<link rel="${rel}" href="${url('a.js')}" as="script" onload="${attr}" imagesrcset="${url('b.gif')}" imagesizes="1px"><link rel="${rel}" href="${url('c.gif')}" as="image"><link rel="${rel}" href="${url('d.json')}" as="fetch" crossorigin="">`)),
    body('base', ({ url }) => `<base href="${url('base/')}" target="_top"><img src="x.gif"><a href="y.html">z</a><script src="s.js"></script>`),
    head('base that came first', ({ url }) => `<base href="${url('base/')}"><link rel="stylesheet" href="a.css"><link rel="icon" href="i.ico"><style>p{background:url(p.gif)}</style>`),
    {
      name: 'the base that the recorder told',
      page: () => wrap('<img id="i" src="x.gif"><p id="p" style="background:url(y.gif)">x</p><a href="z.html">z</a>'),
      events: ({ id, url }) => [
        { type: 'asset', url: url('x.gif'), hash: 'H'.repeat(22), mime: 'image/gif', sizeBytes: 1 },
        { type: 'attribute', id: id('i'), name: 'src', value: url('x.gif') },
      ],
    },
    change('told later', '<meta id="m"><link id="l"><base id="b">', ({ id, url, run }) => [
      { type: 'attribute', id: id('m'), name: 'http-equiv', value: 'refresh' },
      { type: 'attribute', id: id('m'), name: 'content', value: `0;url=${url('r.html')}` },
      { type: 'attribute', id: id('l'), name: 'href', value: url('a.css') },
      { type: 'attribute', id: id('l'), name: 'rel', value: 'stylesheet' },
      { type: 'attribute', id: id('l'), name: 'onload', value: run },
      { type: 'attribute', id: id('l'), name: 'rel', value: 'preload' },
      { type: 'attribute', id: id('l'), name: 'as', value: 'script' },
      { type: 'attribute', id: id('b'), name: 'href', value: url('base/') },
    ]),
  ],
} // prettier-ignore
