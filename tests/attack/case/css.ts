import { firstSheetId } from '@playhead/wire'
import { type Attack, body, change, type Family, head, inAttribute, type Lure, wrap } from '../attack.ts'

const sheet = (name: string, css: (lure: Lure) => string, html = '<p class="a">x</p><ul><li>y</li></ul>') => ({
  name,
  page: (lure: Lure) => wrap(html, `<style>${css(lure)}</style>`),
})

/** A document that a filter finds itself in: Firefox loads its sheets. */
const ownSvg = ({ run, url, bare }: Lure): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script><style>@import "${url('a.css')}";</style><filter id="f"><feImage href="http://${bare}/b.gif"/></filter><image href="${url('c.gif')}" width="9" height="9"/></svg>`
const ownAddress = (lure: Lure): string =>
  `data:image/svg+xml,${encodeURIComponent(ownSvg(lure)).replace(/['()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`
const ownDocument = (name: string, css: (address: string, svg: string) => string, html?: (address: string) => string): Attack => ({
  name,
  page: (lure) => wrap(html?.(ownAddress(lure)) ?? '<p>x</p><ul><li>y</li></ul>', `<style>${css(ownAddress(lure), ownSvg(lure))}</style>`),
})

/** Style sheets that ask, or would run. */
export const css: Family = {
  name: 'css',
  attacks: [
    sheet('imports', ({ url }) => `@import "${url('a.css')}";@import url(${url('b.css')}) screen;@import url('${url('c.css')}') layer(x) supports(display:block);@IMPORT "${url('d.css')}";`),
    sheet('imports with escapes and comments', ({ url }) => `@\\69mport "${url('a.css')}";@import/**/"${url('b.css')}";@import/*x*/url(/*y*/${url('c.css')});@import\n\n"${url('d.css')}" layer;`),
    sheet('backgrounds', ({ url }) => `p{background:url(${url('a.gif')})}li{background-image:url( "${url('b.gif')}" ),url('${url('c.gif')}')}`),
    sheet('addresses with escapes', ({ url }) => `p{background:u\\72l(${url('a.gif')})}li{background:\\75 rl("${url('b.gif')}")}ul{background:\\000075RL(${url('c.gif')})}`),
    sheet('addresses with signs in them', ({ url, bare }) => `p{background:url(\n\t${url('a.gif')}\n)}li{background:url("//${bare}/b.gif")}ul{background:url(ht\\tp://${bare}/c.gif)}p::before{content:url("h\\74tp://${bare}/d.gif")}`),
    sheet('comments and strings that do not end', ({ url }) => `p{background:url("${url('a.gif')}\n)}li{content:'x\n;background:url(${url('b.gif')})}ul{background:url(${url('c.gif')}`),
    sheet('comments around', ({ url }) => `p{background:/**/url(${url('a.gif')})/**/}/* url( */li{background:url(${url('b.gif')})}/* ' */ul{background:url(${url('c.gif')})}/* " */`),
    sheet('sets of images', ({ url }) => `p{background:image-set("${url('a.gif')}" 1x)}li{background:-webkit-image-set(url(${url('b.gif')}) 1x)}ul{background:image-set(url("${url('c.gif')}") type("image/gif"))}p::before{content:image-set('${url('d.gif')}' 1x)}`),
    sheet('sets of images with escapes', ({ url }) => `p{background:im\\61ge-set("${url('a.gif')}" 1x)}li{background:image-set(/*)*/"${url('b.gif')}" 1x)}ul{background:image-set("x)" 1x,"${url('c.gif')}" 2x)}`),
    sheet('mixed images', ({ url }) => `p{background:cross-fade(url(${url('a.gif')}),url(${url('b.gif')}),50%)}li{background:-webkit-cross-fade(url(${url('c.gif')}),url(${url('d.gif')}),.5)}ul{background:image(src("${url('e.gif')}"),red)}`),
    sheet('every property with an image', ({ url }) => `li{list-style:url(${url('a.gif')})}p{cursor:url(${url('b.cur')}),auto;border-image:url(${url('c.gif')}) 1;mask:url(${url('d.svg')}#m);-webkit-mask-image:url(${url('e.gif')});shape-outside:url(${url('f.gif')});float:left}p::after{content:url(${url('g.gif')})}`),
    sheet('filters and paths', ({ url }) => `p{filter:url(${url('a.svg')}#f)}li{clip-path:url(${url('b.svg')}#c)}ul{backdrop-filter:url(${url('c.svg')}#b);offset-path:url(${url('d.svg')}#o)}`),
    sheet('fonts', ({ url }) => `@font-face{font-family:f;src:url(${url('a.woff2')}) format("woff2"),local(x)}@font-face{font-family:g;src:url("${url('b.woff')}")}p{font-family:f}li{font-family:g}`),
    sheet('namespaces, documents and pages', ({ url }) => `@namespace svg url(${url('n')});@document url(${url('d')}){p{color:red}}@page{background:url(${url('p.gif')})}@property --u{syntax:"<url>";inherits:false;initial-value:url(${url('i.gif')})}p{background:var(--u)}`),
    sheet('custom properties', ({ url }) => `:root{--a:url(${url('a.gif')});--b:"${url('b.gif')}";--c:${url('c.gif')}}p{background:var(--a)}li{background:image-set(var(--b) 1x)}ul{background:src(var(--b));content:url(var(--c))}`),
    sheet('values of attributes', ({ url }) => `p{background:image-set(attr(class type(<string>)) 1x);--x:attr(title type(<url>));background:src(attr(title))}p::after{content:attr(title url)}li{background:url(${url('a.gif')})}`),
    sheet('code of old browsers', ({ url, run }) => `p{width:expression(${run.slice(0, 60)});behavior:url(${url('b.htc')});-moz-binding:url(${url('x.xml')}#a);background:url(javascript:x)}li{background:url(${url('c.gif')})}`),
    sheet('worklets', ({ url }) => `p{background:paint(x,url(${url('a.gif')}));width:100px}li{background:-moz-element(#x),url(${url('b.gif')})}`),
    sheet('layers, supports, containers and scopes', ({ url }) => `@layer a{p{background:url(${url('a.gif')})}}@supports (display:block){li{background:url(${url('b.gif')})}}@scope (ul){li{list-style:url(${url('c.gif')})}}@starting-style{p{background:url(${url('d.gif')})}}@media all{p::before{content:url(${url('e.gif')})}}ul{&{background:url(${url('f.gif')})}}`),
    sheet('values given away by selectors', ({ url }) => `input[value^="s"]{background:url(${url('s.gif')})}input[value^="s"]~p{background:url(${url('t.gif')})}p:hover{background:url(${url('h.gif')})}a:visited{background:url(${url('v.gif')})}`, '<input value="secret"><p>x</p><a href="#">y</a>'),
    sheet('the end of its element', ({ url }) => `/* <\\/style><img src=x> */p{background:url("${url('a.gif')}")}</styl`),
    body('style attributes', ({ url }) => `<p style="background:url(${url('a.gif')})">x</p><p style="background:URL( '${url('b.gif')}' )">y</p><p style="background-image:\\75rl(${url('c.gif')})">z</p><p style="--x:url(${url('d.gif')});background:var(--x)">w</p><p STYLE="list-style:url(${url('e.gif')})">v</p>`),
    body('style attributes of what stands in', ({ url }) => `<object style="background:image-set('${url('a.gif')}' 1x)"></object><embed style="background:u\\72l(${url('b.gif')});width:9px"><iframe style="background:url(${url('c.gif')})"></iframe><canvas style="background:url(${url('d.gif')})"></canvas><video style="background:url(${url('e.gif')})"></video>`),
    body('in svg', ({ url }) => `<svg width="50" height="50"><style>rect{fill:url(${url('a.svg')}#p)}@import "${url('b.css')}";</style><rect width="9" height="9" style="mask:url(${url('c.svg')}#m)"></rect></svg>`),
    body('attributes of svg', ({ url }) => `<svg width="50" height="50"><rect width="9" height="9" fill="url(${url('p.svg')}#a)" mask="url('${url('m.svg')}#a')" filter="u\\72l(${url('f.svg')}#a)" clip-path="url(${url('c.svg')}#a)" cursor="url(${url('k.cur')}),auto" marker-start="url(${url('s.svg')}#s)"></rect><path d="M0 0L9 9" marker-end="image-set('${url('e.svg')}' 1x)"></path></svg>`),
    head('linked', ({ url }) => `<link rel="stylesheet" href="${url('a.css')}"><link rel="alternate stylesheet" title="x" href="${url('b.css')}"><link rel="STYLESHEET" href="${url('c.css')}" media="print"><link rel="stylesheet" href="data:text/css,${inAttribute(`p{background:url(${url('d.gif')})}`)}">`),
    head('by instruction', ({ url }) => `<?xml-stylesheet href="${url('a.css')}" type="text/css"?><meta http-equiv="link" content="&lt;${url('b.css')}&gt;;rel=stylesheet"><link rel="stylesheet" href="${url('c.css')}">`),
    change('sheets told later', '<style id="s">p{color:red}</style><p>x</p><div id="d"><template shadowrootmode="open"><p>y</p></template></div>', ({ id, url }) => [
      { type: 'sheet', owner: 0, css: `@import "${url('a.css')}";p{background:url(${url('b.gif')})}` },
      { type: 'sheet', owner: id('s'), css: `@import "${url('c.css')}";p{list-style:url(${url('d.gif')});cursor:url(${url('k.cur')}),auto}` },
      { type: 'sheet', owner: id('d') + 1, css: `p{background:url(${url('e.gif')})}` },
      { type: 'sheet', owner: firstSheetId, css: `@import "${url('g.css')}";p{border-image:url(${url('h.gif')})}` },
      { type: 'adopt', id: 1, sheets: [firstSheetId] },
      { type: 'adopt', id: id('d') + 1, sheets: [firstSheetId] },
      { type: 'sheetEdit', owner: firstSheetId, index: 0, removed: 0, css: `p::after{content:url(${url('i.gif')})}` },
      { type: 'sheetEdit', owner: 0, index: 0, removed: 0, css: `p::before{content:url(${url('f.gif')})}` },
    ]),
    change('text told later', '<style id="s">p{color:red}</style><p id="p">x</p>', ({ id, url }) => [
      { type: 'text', id: id('s') + 1, text: `p{background:url(${url('a.gif')})}` },
      { type: 'add', parent: id('s'), before: 0, html: `p::after{content:url(${url('b.gif')})}`, splits: [], empties: [] },
      { type: 'attribute', id: id('p'), name: 'style', value: `border-image:url(${url('c.gif')}) 1` },
      { type: 'attribute', id: id('p'), name: 'STYLE', value: `list-style:url(${url('d.gif')})` },
    ]),
    change('an animation’s keyframes', '<p id="p">x</p>', ({ id, url }) => [
      { type: 'animation', key: 1, id: id('p'), kind: 'script', state: 'running', name: '', atMs: 500, rate: 1, timing: '{"duration":1000,"fill":"both","easing":"linear"}', keyframes: JSON.stringify([{ backgroundImage: `url(${url('a.gif')})` }, { backgroundImage: `u\\72l(${url('b.gif')})`, filter: `url(${url('c.svg')}#f)` }]) },
    ]),
    change('a font of a script', '<p style="font-family:f">x</p><p style="font-family:g">y</p>', ({ url }) => [
      { type: 'font', family: 'f', source: `url(${url('a.woff2')})`, descriptors: '{}', removed: false },
      { type: 'font', family: 'g";src:url(x)}p{background:url(y)}', source: `url(${url('b.woff2')})}p{background:url(${url('c.gif')})}x{`, descriptors: `{"weight":"1;src:url(${url('d.woff2')})}p{cursor:url(${url('k.cur')}),auto}x{"}`, removed: false },
    ]),
    ownDocument('a filter that holds its own document', (address) => `p{filter:url("${address}#f")}li{mask:url("${address}#f");clip-path:url("${address}#f")}ul{background:url("${address}")}`),
    ownDocument('such a filter without a part', (address) => `p{filter:url("${address}")}li{mask:url("${address}")}`),
    ownDocument('such a filter, with escapes', (address) => `p{filter:u\\72l("${address}#f")}li{filter:\\75rl(${address}#f)}ul{filter:\\u\\r\\l("${address}#f")}`),
    ownDocument('such a filter, at the end', (address) => `li{color:red}p{filter:url("${address}#f`),
    ownDocument('such a filter, after an address that is none', (address) => `a{b:url(x"/*)}p{filter:url(${address}#f)}/*"*/}a{b:url(x'(/*)}li{filter:url(${address}#f)}/*'*/}`),
    ownDocument('such a filter, after strings that do not end', (address) => `a{b:"\r}p{filter:url(${address}#f)}c{d:"}a{b:'\f}li{filter:url(${address}#f)}c{d:'}a{b:"\n}ul{filter:url(${address}#f)}c{d:"}`),
    ownDocument('such a filter, after conditions', (address) => `@import "data:text/css,a{}" /*;"*/ p{filter:url(${address}#f)} ";@media /*{"*/ p{filter:url(${address}#f)} "}*/`),
    ownDocument('such a filter as base64', (_address, svg) => `p{filter:url("data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}#f")}`),
    ownDocument('such a filter in another charset', (_address, svg) => `p{filter:url("data:image/svg+xml;charset=utf-16,${[...Buffer.from(`\ufeff${svg}`, 'utf16le')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}#f")}li{filter:url("data:image/svg+xml;base64,${Buffer.from(`\ufeff${svg}`, 'utf16le').toString('base64')}#f")}`),
    ownDocument('such a filter with entities', (_address, svg) => `p{filter:url("data:image/svg+xml,${encodeURIComponent(svg.replace('@import', '&#64;import'))}#f")}li{filter:url("data:image/svg+xml,${encodeURIComponent(`<!DOCTYPE svg [<!ENTITY s "${svg.replace(/^[\s\S]*?(<style>[\s\S]*<\/style>)[\s\S]*$/, '$1').replace(/"/g, '&#34;')}">]><svg xmlns="http://www.w3.org/2000/svg">&s;<filter id="f"/></svg>`)}#f")}`),
    ownDocument('such a paint in svg', (address) => `rect{fill:url("${address}#f")}path{stroke:url(${address}#f);marker-end:url(${address}#f)}`, (address) => `<svg width="50" height="50"><rect width="9" height="9" fill="url(${address}#f)" filter="url('${address}#f')" mask="u\\72l(${address}#f)"></rect><path d="M0 0L9 9"></path><use href="${address}#f"></use></svg>`),
    change('such a filter in an animation and in adopted sheets', '<p id="p">x</p><b id="b">y</b>', (lure) => [
      { type: 'animation', key: 1, id: lure.id('p'), kind: 'script', state: 'running', name: '', atMs: 500, rate: 1, timing: '{"duration":1000,"fill":"both"}', keyframes: JSON.stringify([{ filter: `url(${ownAddress(lure)}#f)` }, { filter: `u\\72l("${ownAddress(lure)}#f")` }]) },
      { type: 'sheet', owner: 0, css: `p{mask:url(${ownAddress(lure)}#f)}` },
      { type: 'attribute', id: lure.id('b'), name: 'style', value: `filter:u\\72l("${ownAddress(lure)}#f")` },
    ]),
    ...['x.svg#f', 'x.svg'].map((name) => change(`such a filter from the vault, ${name}`, '<p id="p">x</p>', (lure) => [
      { type: 'asset', url: `https://shop.example/${name}`, hash: 'H'.repeat(22), mime: 'image/svg+xml', sizeBytes: 1 },
      { type: 'assetBody', hash: 'H'.repeat(22), mime: 'image/svg+xml', base64: Buffer.from(ownSvg(lure)).toString('base64') },
      { type: 'attribute', id: lure.id('p'), name: 'style', value: 'filter:url(https://shop.example/x.svg#f);mask:url(https://shop.example/x.svg#f);clip-path:url(https://shop.example/x.svg)' },
    ])),
  ],
} // prettier-ignore
