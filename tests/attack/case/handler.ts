import { type AttackEvent, body, change, type Family } from '../attack.ts'

const names =
  'onclick onfocus onload onerror ontoggle onanimationstart onbegin onend onpointerrawupdate onscrollend onbeforematch oncontentvisibilityautostatechange onsecuritypolicyviolation onbounce onstart'.split(
    ' ',
  )

/** Code that stands in attributes. */
export const handler: Family = {
  name: 'handler',
  attacks: [
    body('of images', ({ attr, url }) => `<img src="${url('a.gif')}" onload="${attr}"><img src="data:x" onerror="${attr}">`),
    body('of many kinds', ({ attr }) => names.map((name) => `<div tabindex="0" ${name}="${attr}">x</div>`).join('')),
    {
      name: 'of html and body',
      page: ({ run }) => `<html onload="${run}" onclick="${run}"><head></head><body onload="${run}" onpageshow="${run}" onhashchange="${run}" onmessage="${run}" onresize="${run}" onfocus="${run}"><p>x</p></body></html>`,
    },
    body('focus by itself', ({ attr }) => `<input autofocus="" onfocus="${attr}"><a href="#" autofocus="" onfocus="${attr}" onfocusin="${attr}">x</a>`),
    body('details that open', ({ attr }) => `<details open="" ontoggle="${attr}"><summary>x</summary>y</details>`),
    body('upper and mixed case', ({ attr }) => `<img src="data:x" ONERROR="${attr}"><IMG SRC="data:x" oNeRRoR="${attr}"></IMG>`),
    body('in svg', ({ attr }) => `<svg onload="${attr}"><animate onbegin="${attr}" attributeName="x" dur="1s"></animate><image href="data:x" onerror="${attr}"></image><foreignObject><img src="data:x" onerror="${attr}"></foreignObject></svg>`),
    body('in math', ({ attr }) => `<math onclick="${attr}"><mi onclick="${attr}">x</mi><mtext><img src="data:x" onerror="${attr}"></mtext></math>`),
    body('with prefixes and odd signs', ({ attr }) => `<img src="data:x" x:onerror="${attr}" on\u0000error="${attr}" :onerror="${attr}" =onerror="${attr}" onerror="${attr}">`),
    body('of what moves', ({ attr }) => `<style>@keyframes a{to{color:red}}p{animation:a 10ms}i{transition:color 10ms}i:not(.b){color:blue}</style><p onanimationstart="${attr}" onanimationend="${attr}">x</p><marquee onstart="${attr}" loop="1">y</marquee>`),
    body('of media', ({ attr, url }) => `<video onerror="${attr}" onloadstart="${attr}" src="${url('a.mp4')}"><source onerror="${attr}" src="data:x"></video><audio src="data:x" onerror="${attr}"></audio>`),
    body('of frames and plug-ins', ({ attr, url }) => `<iframe onload="${attr}"></iframe><object data="${url('a.html')}" onload="${attr}" onerror="${attr}"></object><embed src="${url('b.html')}" onload="${attr}">`),
    body('of links and styles', ({ attr, url }) => `<link rel="stylesheet" href="${url('a.css')}" onload="${attr}"><style onload="${attr}">p{}</style>`),
    body('of what is scrolled and shown', ({ attr }) => `<div onscroll="${attr}" style="height:20px;overflow:scroll"><p style="height:900px" id="p">x</p></div><div style="content-visibility:auto" oncontentvisibilityautostatechange="${attr}">y</div>`),
    body('of popovers and dialogs', ({ attr }) => `<button popovertarget="p">x</button><div popover="auto" id="p" onbeforetoggle="${attr}" ontoggle="${attr}">y</div><dialog open="" onclose="${attr}" oncancel="${attr}"><form method="dialog"><button>z</button></form></dialog>`),
    body('commands', ({ attr }) => `<button commandfor="d" command="show-modal">x</button><dialog id="d" oncommand="${attr}" onbeforetoggle="${attr}" ontoggle="${attr}">y</dialog><button interestfor="d" oninterest="${attr}">z</button>`),
    change('told later', '<img id="i" src="data:x"><details id="d"><summary>x</summary></details><input id="n">', ({ id, run }) => [
      ...['onerror', 'onload', 'ONERROR', 'onclick'].map((name): AttackEvent => ({ type: 'attribute', id: id('i'), name, value: run })),
      { type: 'attribute', id: id('i'), name: 'src', value: 'data:y' },
      { type: 'attribute', id: id('d'), name: 'ontoggle', value: run },
      { type: 'attribute', id: id('d'), name: 'open', value: '' },
      { type: 'attribute', id: id('n'), name: 'onfocus', value: run },
      { type: 'focus', id: id('n'), visible: true },
    ]),
  ],
} // prettier-ignore
