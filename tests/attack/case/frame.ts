import { body, change, type Family, wrap } from '../attack.ts'

/** Documents within the document. */
export const frame: Family = {
  name: 'frame',
  attacks: [
    body('iframe', ({ url }) => `<iframe src="${url('f.html')}"></iframe><IFRAME SRC="${url('g.html')}"></IFRAME>`),
    body('iframe with code as its address', ({ attr }) => `<iframe src="javascript:${attr}"></iframe><iframe src="data:text/html,&lt;script&gt;${attr}&lt;/script&gt;"></iframe>`),
    body('srcdoc', ({ attr, url }) => `<iframe srcdoc="&lt;script&gt;${attr}&lt;/script&gt;&lt;img src='${url('s.gif')}'&gt;"></iframe>`),
    body('iframe with rights of its own', ({ attr, url }) => `<iframe sandbox="allow-scripts allow-same-origin allow-top-navigation" allow="camera; autoplay" credentialless="" csp="default-src *" src="${url('f.html')}" srcdoc="&lt;script&gt;${attr}&lt;/script&gt;" loading="eager"></iframe>`),
    { name: 'frameset', page: ({ url }) => `<html><head></head><frameset><frame src="${url('f.html')}"></frameset></html>` },
    body('object', ({ url, attr }) => `<object data="${url('o.html')}" type="text/html"></object><object data="javascript:${attr}"></object><object codebase="${url('')}" classid="x" archive="${url('a.jar')}"><param name="src" value="${url('p')}"><img src="${url('i.gif')}"></object>`),
    body('embed', ({ url, attr }) => `<embed src="${url('e.html')}" type="text/html"><embed src="javascript:${attr}"><embed src="${url('e.svg')}" pluginspage="${url('p')}">`),
    body('applet, portal, fencedframe and webview', ({ url }) => `<applet code="${url('a.class')}" codebase="${url('')}"></applet><portal src="${url('p.html')}"></portal><fencedframe src="${url('f.html')}"></fencedframe><webview src="${url('w.html')}"></webview><iframe src="${url('i.html')}"></iframe>`),
    body('frames with a prefix', ({ url, attr }) => `<x:iframe src="${url('f.html')}" srcdoc="&lt;script&gt;${attr}&lt;/script&gt;" onload="${attr}"></x:iframe><x:object data="${url('o.html')}"></x:object><x:embed src="${url('e.html')}"></x:embed><iframe src="${url('c.html')}"></iframe>`),
    body('in svg and math', ({ url, attr }) => `<svg><iframe src="${url('a.html')}"></iframe><foreignObject><iframe src="${url('b.html')}"></iframe><embed src="${url('c.html')}"></foreignObject></svg><math><mtext><iframe srcdoc="&lt;script&gt;${attr}&lt;/script&gt;"></iframe></mtext></math>`),
    change('a document told as a frame’s', '<iframe id="f"></iframe>', ({ id, run, url }) => [
      { type: 'frame', host: id('f'), doctype: '<!DOCTYPE html>', url: 'https://shop.example/f', base: 'https://shop.example/f', splits: [], empties: [], html: `<html onload="${run}"><head><base href="${url('')}"><meta http-equiv="refresh" content="0;url=${url('r.html')}"><script>${run}</script><style>@import "${url('a.css')}";p{background:url(${url('b.gif')})}</style><link rel="stylesheet" href="${url('c.css')}"></head><body onload="${run}"><p style="background:url(${url('d.gif')})">x</p><img src="${url('e.gif')}" onload="${run}"><iframe srcdoc="&lt;script&gt;${run}&lt;/script&gt;"></iframe></body></html>` },
    ]),
    change('another origin’s page that it says to be', '<iframe id="f"></iframe>', ({ id, url, run }) => [
      { type: 'foreignFrame', host: id('f'), tab: url('f.html').slice(0, 60) },
      { type: 'attribute', id: id('f'), name: 'src', value: url('f.html') },
      { type: 'attribute', id: id('f'), name: 'srcdoc', value: `<script>${run}</script>` },
      { type: 'attribute', id: id('f'), name: 'onload', value: run },
    ]),
    { name: 'targets of frames', page: ({ url }) => wrap(`<iframe name="in" id="f"></iframe><a href="${url('a.html')}" target="in">x</a><form action="${url('b.html')}" target="in"><button>y</button></form>`) },
  ],
} // prettier-ignore
