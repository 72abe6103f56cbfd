import { body, change, type Family } from '../attack.ts'

/** Addresses that are code, or that ask for something. */
export const address: Family = {
  name: 'address',
  attacks: [
    body('javascript links', ({ attr }) => `<a href="javascript:${attr}">x</a><area href="javascript:${attr}"><a href="JaVaScRiPt:${attr}" target="_self">y</a>`),
    body('javascript with signs in it', ({ attr }) => `<a href=" &#x6a;java\tscr\nipt:${attr}">x</a><a href="\u0001javascript:${attr}">y</a><a href="java\u0000script:${attr}">z</a>`),
    body('javascript and data to the top', ({ attr }) => `<a href="javascript:${attr}" target="_top">x</a><a href="data:text/html,<script>${attr}</script>" target="_top">y</a><a href="vbscript:x" target="_parent">z</a>`),
    body('links that go away', ({ url }) => `<a href="${url('gone.html')}" target="_top">x</a><a href="${url('blank.html')}" target="_blank" rel="opener">y</a><a href="${url('self.html')}">z</a><map><area href="${url('area.html')}"></map>`),
    body('links of svg', ({ attr, url }) => `<svg><a href="javascript:${attr}"><text y="9">x</text></a><a xlink:href="javascript:${attr}"><text>y</text></a><a xlink:href="${url('a.html')}" target="_top"><text>z</text></a></svg>`),
    body('links of math', ({ attr, url }) => `<math href="javascript:${attr}"><mtext href="${url('a.html')}">x</mtext><maction actiontype="statusline#${url('s')}" xlink:href="javascript:${attr}"><mi>y</mi></maction></math>`),
    body('pings and attribution', ({ url }) => `<a href="#x" ping="${url('ping')}" attributionsrc="${url('as')}">x</a><img attributionsrc="${url('at')}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`),
    body('downloads', ({ url }) => `<a href="${url('d.bin')}" download="x.exe">x</a><a href="data:text/html,x" download="">y</a>`),
    body('images', ({ url }) => `<img src="${url('a.gif')}"><img srcset="${url('b.gif')} 1x, ${url('c.gif')} 2x"><img lowsrc="${url('d.gif')}" dynsrc="${url('e.avi')}"><image src="${url('f.gif')}"></image>`),
    body('pictures', ({ url }) => `<picture><source srcset="${url('a.gif')}" media="all"><img src="${url('b.gif')}" loading="eager" sizes="auto"></picture>`),
    body('backgrounds of old', ({ url }) => `<table background="${url('a.gif')}"><tbody><tr><td background="${url('b.gif')}">x</td></tr></tbody></table><p background="${url('c.gif')}">y</p>`),
    {
      name: 'body background and manifest',
      page: ({ url }) => `<html manifest="${url('m.appcache')}"><head profile="${url('p')}"></head><body background="${url('b.gif')}"><p>x</p></body></html>`,
    },
    body('longdesc, cite, usemap and their like', ({ url }) => `<img longdesc="${url('l')}" usemap="${url('u')}" src="${url('s.gif')}"><blockquote cite="${url('c')}">x</blockquote><del cite="${url('d')}">y</del><q cite="${url('q')}">z</q>`),
    body('input of type image', ({ url, attr }) => `<input type="image" src="${url('a.gif')}" onload="${attr}"><input type="IMAGE" SRC="${url('b.gif')}">`),
    body('media', ({ url }) => `<video src="${url('a.mp4')}" poster="${url('b.gif')}" autoplay=""><source src="${url('c.mp4')}"><track src="${url('d.vtt')}" default="" kind="subtitles"></video><audio src="${url('e.mp3')}" autoplay="" preload="auto"></audio>`),
    body('media sources alone', ({ url }) => `<video preload="auto" controls=""><source src="${url('c.mp4')}" type="video/mp4"></video><audio preload="auto"><source src="${url('e.mp3')}"></audio><bgsound src="${url('f.wav')}">`),
    change('told later', '<img id="i"><a id="a">x</a><video id="v"></video><p id="p">y</p><source id="s"><input id="n" type="image">', ({ id, url, run }) => [
      { type: 'attribute', id: id('i'), name: 'src', value: url('a.gif') },
      { type: 'attribute', id: id('i'), name: 'srcset', value: `${url('b.gif')} 1x` },
      { type: 'attribute', id: id('a'), name: 'href', value: `javascript:${run}` },
      { type: 'attribute', id: id('a'), name: 'xlink:href', value: `javascript:${run}` },
      { type: 'attribute', id: id('a'), name: 'ping', value: url('ping') },
      { type: 'attribute', id: id('v'), name: 'src', value: url('v.mp4') },
      { type: 'attribute', id: id('v'), name: 'poster', value: url('p.gif') },
      { type: 'attribute', id: id('p'), name: 'background', value: url('g.gif') },
      { type: 'attribute', id: id('n'), name: 'src', value: url('n.gif') },
      { type: 'attribute', id: id('i'), name: 'crossorigin', value: 'use-credentials' },
    ]),
    change('media that plays', '<video id="v" autoplay=""></video>', ({ id, url }) => [
      { type: 'attribute', id: id('v'), name: 'src', value: url('v.mp4') },
      { type: 'media', id: id('v'), playing: true, atMs: 1000, rate: 1, volume: 1, muted: true, stream: false },
    ]),
  ],
} // prettier-ignore
