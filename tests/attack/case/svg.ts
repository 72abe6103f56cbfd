import { body, type Family } from '../attack.ts'

/** What SVG can fetch, animate and embed. */
export const svg: Family = {
  name: 'svg',
  attacks: [
    body('use of another document', ({ url }) => `<svg><use href="${url('u.svg')}#a"></use><use xlink:href="${url('v.svg')}#a"></use></svg>`),
    body('use of a document in its address', ({ attr }) => `<svg><use href="data:image/svg+xml,<svg id='a' xmlns='http://www.w3.org/2000/svg'><image href='x' onerror='${attr.replace(/'/g, '%27')}'/></svg>#a"></use></svg>`),
    body('images', ({ url }) => `<svg width="50" height="50"><image href="${url('a.gif')}" width="9" height="9"></image><image xlink:href="${url('b.gif')}" width="9" height="9"></image><filter id="f"><feImage href="${url('c.gif')}"></feImage><feImage xlink:href="${url('d.gif')}"></feImage></filter><rect width="9" height="9" filter="url(#f)"></rect></svg>`),
    body('animated addresses', ({ attr, url }) => `<svg><a><animate attributeName="href" values="javascript:${attr}" begin="0s" dur="9s" fill="freeze"></animate><set attributeName="xlink:href" to="javascript:${attr}"></set><text y="9">x</text></a><image width="9" height="9"><set attributeName="href" to="${url('s.gif')}"></set></image></svg>`),
    body('animations with a prefix', ({ attr, url }) => `<svg><a><svg:animate attributeName="href" values="javascript:${attr}" begin="0s" dur="9s" fill="freeze" onbegin="${attr}"></svg:animate><x:set attributeName="href" to="javascript:${attr}"></x:set><text y="9">x</text></a><image width="9" height="9" href="${url('a.gif')}"></image></svg>`),
    body('gradients and patterns of other documents', ({ url }) => `<svg width="50" height="50"><linearGradient id="g" href="${url('g.svg')}#x"></linearGradient><pattern id="p" xlink:href="${url('p.svg')}#x"></pattern><rect width="9" height="9" fill="url(#g)" stroke="url(#p)"></rect><textPath href="${url('t.svg')}#x">x</textPath><mpath href="${url('m.svg')}#x"></mpath><use href="${url('u.svg')}#x"></use></svg>`),
    body('foreign objects', ({ attr, url, run }) => `<svg width="50" height="50"><foreignObject width="50" height="50"><body><img src="${url('a.gif')}" onload="${attr}"><iframe srcdoc="&lt;script&gt;${attr}&lt;/script&gt;"></iframe><script>${run}</script></body></foreignObject></svg>`),
    body('handlers of events of its own', ({ run, attr }) => `<svg><handler type="text/javascript">${run}</handler><listener event="load" handler="#h"></listener><script type="application/ecmascript">${run}</script><g onclick="${attr}" onfocusin="${attr}" tabindex="0"><text y="9">x</text></g></svg>`),
    body('cursors, fonts and profiles', ({ url }) => `<svg width="50" height="50"><cursor id="c" href="${url('c.cur')}"></cursor><font-face-uri href="${url('f.svg')}"></font-face-uri><color-profile href="${url('p.icc')}"></color-profile><tref href="${url('t.svg')}#x"></tref><altGlyph href="${url('g.svg')}#x">x</altGlyph><image href="${url('i.gif')}" width="9" height="9"></image></svg>`),
    body('as an image in its own address', ({ attr, url }) => `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${url('a.gif')}"/></svg>`)}"><object data="data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' onload='${attr.replace(/'/g, '%22')}'/&gt;"></object><embed src="data:image/svg+xml,&lt;svg/&gt;">`),
    body('xml:base and external content', ({ url }) => `<svg xml:base="${url('')}" width="50" height="50"><image href="b.gif" width="9" height="9"></image><image href="${url('i.gif')}" width="9" height="9" externalResourcesRequired="true"></image></svg>`),
  ],
} // prettier-ignore
