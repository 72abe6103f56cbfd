import type { Family } from '../case.ts'

const inner =
  '<style>body { margin: 0; background: #fefae0; font: 18px sans-serif; caret-color: transparent } h2 { background: #606c38; color: white; margin: 0; padding: 14px } p { padding: 6px 14px }</style><h2>Inside</h2><p>Some words.</p>'
const attribute = inner.replaceAll('"', '&quot;')
const border = '<style>iframe { width: 500px; height: 240px; border: 6px solid #283618 } body { font: 18px sans-serif }</style>'

export const frame: Family = {
  name: 'frames',
  cases: [
    {
      name: 'srcdoc, changed from outside',
      head: border,
      html: `<p>Before</p><iframe id="f" srcdoc="${attribute}"></iframe>`,
      steps: [
        `f.contentDocument.body.append(Object.assign(f.contentDocument.createElement('p'), { textContent: 'Added' }))`,
        `f.contentDocument.querySelector('style').sheet.insertRule('p { background: #dda15e }', 0)`,
        `f.style.height = '120px'; f.contentWindow.scrollTo(0, 60)`,
      ],
    },
    {
      name: 'about:blank, filled by script',
      head: border,
      html: '<iframe id="f"></iframe>',
      script: `f.contentDocument.body.innerHTML = '<h1 style="background:gold">Filled</h1>'`,
      steps: [
        `f.contentDocument.body.style.background = '#8ecae6'`,
        `const s = f.contentDocument.createElement('style'); s.textContent = 'h1 { color: white; background: #219ebc; padding: 30px }'; f.contentDocument.head.append(s)`,
        `f.contentDocument.body.innerHTML = '<ul>' + '<li>item</li>'.repeat(6) + '</ul>'`,
      ],
    },
    {
      name: 'document.write, twice',
      head: border,
      html: '<iframe id="f"></iframe>',
      script: `window.write = (html) => { f.contentDocument.open(); f.contentDocument.write('<!doctype html>' + html); f.contentDocument.close() }; write(${JSON.stringify(inner)})`,
      steps: [
        `f.contentDocument.querySelector('h2').textContent = 'Changed'`,
        `write('<body style="background:#22223b;color:#f2e9e4;font:30px serif">A second document')`,
        `f.contentDocument.body.append(' that goes on')`,
      ],
    },
    {
      name: 'a page from the server, scrolled, taken out',
      head: border,
      html: '<iframe id="f" src="/framed.html"></iframe><h1 id="p">What comes after it</h1>',
      steps: [
        `f.contentWindow.scrollTo(0, 140)`,
        `f.contentDocument.body.style.background = 'pink'`,
        `window.kept = f; f.remove()`,
        `p.before(kept); await new Promise((r) => (kept.onload = r))`,
      ],
    },
    {
      name: 'media queries and viewport units of a frame',
      head: border,
      html: `<iframe id="f" srcdoc="<!doctype html><style>body{margin:0;font:16px sans-serif}.a{background:#90be6d;height:50vh;width:50vw}@media (max-width:400px){.a{background:#f94144}}.b{font-size:2rem;position:fixed;right:0;bottom:0;background:#577590;color:white}</style><div class=a>half</div><div class=b>corner</div>"></iframe>`,
      steps: [`f.style.width = '360px'`, `f.style.height = '400px'`, `f.contentDocument.documentElement.style.fontSize = '30px'`],
    },
    {
      name: 'frames in frames',
      head: border,
      html: '<iframe id="f"></iframe>',
      script: `const d = f.contentDocument; d.body.innerHTML = '<p style="background:#ffcad4">outer</p><iframe id="g" style="width:300px;height:120px"></iframe>'; window.g = d.getElementById('g'); g.contentDocument.body.innerHTML = '<b style="background:#9d8189">inner</b>'`,
      steps: [
        `g.contentDocument.body.style.background = '#f4acb7'`,
        `g.contentDocument.body.append(' and more of it')`,
        `g.style.width = '180px'; f.contentDocument.body.prepend('on top')`,
      ],
    },
    {
      name: 'an inline frame beside text, its borders and alignment',
      html: '<p style="font:20px sans-serif">Text <iframe id="f" width="200" height="80" srcdoc="<body style=background:khaki>A small one"></iframe> goes on <iframe id="g" width="120" height="60" frameborder="0" srcdoc="<body style=background:lightblue>No border"></iframe> after.</p>',
      steps: [`f.width = 320`, `f.style.verticalAlign = 'top'`, `g.height = 140; g.style.borderRadius = '20px'`],
    },
    {
      name: 'a form within a frame',
      head: border,
      html: `<iframe id="f" srcdoc="<body style='font:18px sans-serif;caret-color:transparent'><input id=i value=start><p><label><input type=checkbox id=c> agree</label><p><textarea id=t>text</textarea>"></iframe>`,
      steps: [
        (page) => page.frameLocator('#f').locator('#i').fill('Typed within'),
        (page) => page.frameLocator('#f').locator('#c').check(),
        `f.contentDocument.getElementById('t').value = 'Set by a script'`,
      ],
    },
  ],
}
