import type { Family } from '../case.ts'

const css =
  '<style>body { font: 16px sans-serif; margin: 10px } li, td, .row { padding: 6px 12px; background: #e9ecef; margin: 2px }</style>'

export const churn: Family = {
  name: 'changing documents',
  cases: [
    {
      name: 'a virtual list',
      head: `${css}<style>#v { height: 500px; overflow: auto; border: 2px solid } #i { position: relative } .row { position: absolute; left: 0; right: 0; height: 30px; box-sizing: border-box }</style>`,
      html: '<div id="v"><div id="i"></div></div>',
      script: `i.style.height = '60000px'; const draw = () => { const first = Math.floor(v.scrollTop / 32); i.replaceChildren(...Array.from({ length: 18 }, (_, n) => { const d = document.createElement('div'); d.className = 'row'; d.style.top = (first + n) * 32 + 'px'; d.textContent = 'Row ' + (first + n); return d })) }; v.onscroll = draw; draw()`,
      steps: [
        `v.scrollTop = 900`,
        `for (let n = 0; n < 10; n++) { v.scrollTop += 777; await new Promise((r) => requestAnimationFrame(r)) }`,
        `v.scrollTop = 31`,
        `v.scrollTop = 59999`,
      ],
    },
    {
      name: 'innerHTML, again and again',
      head: css,
      html: '<div id="a"></div>',
      script: `window.fill = (n) => { a.innerHTML = '<h2>Round ' + n + '</h2><ul>' + Array.from({ length: 12 }, (_, i) => '<li style="color:hsl(' + (i * 30 + n * 50) + ' 80% 30%)">Item ' + i * n + '</li>').join('') + '</ul>' }; fill(1)`,
      steps: [
        `for (let n = 0; n < 30; n++) fill(n)`,
        `fill(31); a.querySelector('ul').outerHTML = '<ol><li>only</li></ol>'`,
        `a.insertAdjacentHTML('beforebegin', '<p class="row">before</p>'); a.insertAdjacentHTML('beforeend', '<p class="row">end'.repeat(5))`,
      ],
    },
    {
      name: 'rows moved and sorted',
      head: css,
      html: `<table><tbody id="t">${[5, 3, 9, 1, 7].map((n) => `<tr><td>Row ${n}</td><td style="width:${n * 40}px;background:#f4a261"></td></tr>`).join('')}</tbody></table>`,
      steps: [
        `t.append(...[...t.rows].sort((x, y) => x.textContent < y.textContent ? -1 : 1))`,
        `t.insertBefore(t.rows[4], t.rows[0]); t.rows[2].remove()`,
        `const r = t.insertRow(1); r.insertCell().textContent = 'New row'; t.append(r.cloneNode(true))`,
        `t.replaceChildren(...[...t.rows].reverse())`,
      ],
    },
    {
      name: 'texts: split, joined, empty, beside comments',
      head: css,
      html: '<p id="a" class="row">one<!-- c -->two</p><p id="b" class="row"></p>',
      steps: [
        `a.firstChild.splitText(1); a.append('', 'three', ''); b.append('x', 'y', 'z')`,
        `b.childNodes[1].data = ' middle '; a.childNodes[1].remove(); a.lastChild.data = ' late '`,
        `a.normalize(); b.firstChild.replaceWith('start', document.createElement('b')); b.querySelector('b').textContent = 'bold'`,
      ],
    },
    {
      name: 'body and root replaced, their attributes',
      head: `${css}<style>.night { background: #1b263b; color: white } [data-mode=wide] { font-size: 40px }</style>`,
      html: '<p>The first body</p>',
      steps: [
        `document.documentElement.className = 'night'`,
        `const b = document.createElement('body'); b.innerHTML = '<h1>Second body</h1>'; document.body.replaceWith(b)`,
        `document.body.dataset.mode = 'wide'; document.head.querySelector('style:last-of-type').append('h1 { color: gold }')`,
        `document.documentElement.className = ''; document.body.prepend('plain')`,
      ],
    },
    {
      name: 'nodes taken out and put back, changed meanwhile',
      head: css,
      html: '<div id="a" class="row"><b>bold</b> and <i>italic</i><input id="i" value="kept"></div><div id="z" class="row">Stays</div>',
      steps: [
        `window.kept = a; i.value = 'typed'; a.remove()`,
        `kept.style.background = '#ffc6ff'; kept.querySelector('b').textContent = 'changed outside'; z.after(kept)`,
        `const d = document.createElement('section'); d.append(kept, z); document.body.append(d); d.style.border = '8px solid #9d4edd'`,
        `kept.querySelector('i').before(document.createRange().createContextualFragment('<u>fragment</u> '))`,
      ],
    },
    {
      name: 'many rows at once',
      head: css,
      html: '<h1>Rows that come at once</h1><ul id="a"></ul>',
      steps: [
        `const f = document.createDocumentFragment(); for (let n = 0; n < 3000; n++) { const li = document.createElement('li'); li.textContent = 'Row ' + n; f.append(li) } a.append(f)`,
        `for (const li of [...a.children]) if (a.children.length > 900 && li.textContent.endsWith('7')) li.remove(); scrollTo(0, 4000)`,
        `for (const li of a.children) li.style.background = li.textContent.length % 2 ? '#bee1e6' : '#fad2e1'`,
      ],
    },
    {
      name: 'templates, unknown elements, odd attributes, entities',
      head: css,
      html: `<template id="t"><p class="row">From a template <x-y>custom</x-y></p></template><unknown style="display:block;background:#b7e4c7">Unknown</unknown><p class="row" data-Ä="1" @click="x" :b="2">Odd &amp; &lt;names&gt; &nbsp; end</p><textarea>\n\n two lines</textarea><pre>\n\npre</pre>`,
      steps: [
        `document.body.append(t.content.cloneNode(true))`,
        `document.querySelector('p').title = '"quoted" & <more>'; document.querySelector('unknown').textContent = '<b>&amp;</b>'`,
        `document.body.append(document.createElement('svg'), document.createElementNS('urn:x', 'odd'), ' tail')`,
        `document.querySelector('noscript, pre').innerHTML = '\\n<i>kept line</i>'`,
      ],
    },
  ],
}
