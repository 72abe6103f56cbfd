import type { Family } from '../case.ts'

const css = '<style>body { font: 18px sans-serif } img, canvas, video { margin: 8px; outline: 2px solid #adb5bd }</style>'
const loaded = (id: string): string => `await new Promise((r) => (${id}.complete ? r() : (${id}.onload = ${id}.onerror = r)))`

/** Pictures of a canvas are at most two a second. */
const aSecond = 'await new Promise((r) => setTimeout(r, 600))'

export const picture: Family = {
  name: 'pictures',
  cases: [
    {
      name: 'images: PNG, SVG, changed, added',
      head: css,
      html: '<img id="a" src="/image/3366cc.png" width="160" height="160"><img id="b" src="/image/seagreen.svg">',
      steps: [
        `a.src = '/image/cc3366.png'; ${loaded('a')}`,
        `const i = new Image(); i.src = '/image/orange.svg'; document.body.append(i); await i.decode()`,
        `b.width = 320; b.style.filter = 'hue-rotate(120deg)'`,
      ],
    },
    {
      name: 'picture, srcset, sizes',
      head: css,
      html: `<picture><source media="(min-width: 700px)" srcset="/image/crimson.svg"><source srcset="/image/navy.svg"><img id="a" src="/image/gray.svg"></picture>
        <img id="b" srcset="/image/663399.png 64w, /image/336699.png 640w" sizes="300px" width="200">`,
      steps: [
        (page) => page.setViewportSize({ width: 620, height: 600 }),
        `document.querySelector('source + source').srcset = '/image/olive.svg'; await a.decode()`,
        `b.srcset = '/image/ee8800.png 2x, /image/0088ee.png 1x'; b.removeAttribute('sizes'); await b.decode()`,
        `document.querySelectorAll('source').forEach((s) => s.remove()); await a.decode()`,
      ],
    },
    {
      name: 'blob: and data: images',
      head: css,
      html: '<h1>Pictures without a server</h1><img id="a"><img id="b">',
      script: `window.make = (colour) => new Promise((done) => { const c = new OffscreenCanvas(200, 120); const x = c.getContext('2d'); x.fillStyle = colour; x.fillRect(0, 0, 200, 120); x.fillStyle = 'white'; x.fillRect(20, 20, 60, 60); c.convertToBlob().then(done) })`,
      steps: [
        `a.src = URL.createObjectURL(await make('darkred')); ${loaded('a')}`,
        `const blob = await make('darkgreen'); b.src = await new Promise((r) => { const f = new FileReader(); f.onload = () => r(f.result); f.readAsDataURL(blob) }); ${loaded('b')}`,
        `const url = URL.createObjectURL(await make('darkblue')); a.src = url; ${loaded('a')}; URL.revokeObjectURL(url)`,
        `document.body.style.background = 'url(' + URL.createObjectURL(await make('darkorange')) + ')'; await new Promise((r) => setTimeout(r, 200))`,
      ],
    },
    {
      name: 'backgrounds, masks, border images, image sets',
      head: `${css}<style>div { width: 300px; height: 110px; margin: 8px } #a { background: url(/image/teal.svg) 10px 10px / 80px no-repeat, url(/image/cc8899.png) } #b { border: 30px solid; border-image: url(/image/123456.png) 20 round } #c { background: image-set(url(/image/purple.svg) 1x, "/image/black.svg" 2x) } #d { background: gold; mask: url(/image/none.svg) 0 0 / 60px }</style>`,
      html: '<div id="a"></div><div id="b"></div><div id="c"></div><div id="d"></div>',
      steps: [
        `a.style.backgroundImage = 'url("/image/hotpink.svg")'; await new Promise((r) => setTimeout(r, 100))`,
        `d.style.maskSize = '120px'`,
        `document.styleSheets[2].insertRule('#c { background: url(/image/88cc44.png) }', 5); await new Promise((r) => setTimeout(r, 100))`,
      ],
    },
    {
      name: 'lazy images, fits, one that is broken',
      head: css,
      html: `<img id="a" src="/image/steelblue.svg" style="width:200px;height:200px;object-fit:cover"><div style="height:1400px;background:linear-gradient(white, silver)"></div><img id="b" loading="lazy" src="/image/sienna.svg" style="width:400px;height:300px;object-fit:contain;object-position:left">`,
      steps: [
        `scrollTo(0, 1400); await new Promise((r) => setTimeout(r, 200))`,
        `b.style.objectFit = 'fill'`,
        `scrollTo(0, 0); a.style.objectFit = 'none'`,
      ],
    },
    {
      name: 'posters, sound with its controls',
      head: css,
      html: '<video id="a" poster="/image/indigo.svg" width="320" height="200"></video><audio controls preload="none"></audio>',
      steps: [
        `a.poster = '/image/coral.svg'; await new Promise((r) => setTimeout(r, 200))`,
        `a.width = 480; a.height = 240`,
        `document.querySelector('audio').remove()`,
      ],
    },
    {
      name: 'canvas: shapes, text, size',
      head: css,
      html: '<canvas id="a" width="400" height="240"></canvas>',
      script: `window.x = a.getContext('2d'); x.fillStyle = '#264653'; x.fillRect(0, 0, 400, 240)`,
      steps: [
        `x.fillStyle = '#e9c46a'; x.beginPath(); x.arc(200, 120, 80, 0, 7); x.fill(); ${aSecond}`,
        `x.font = '40px sans-serif'; x.fillStyle = 'white'; x.fillText('Drawn', 20, 60); x.drawImage(a, 0, 0, 200, 120, 200, 120, 200, 120); ${aSecond}`,
        `a.width = 600; x.fillStyle = '#f4a261'; x.fillRect(40, 40, 500, 100); ${aSecond}`,
        `a.style.width = '200px'; x.clearRect(100, 50, 200, 60); ${aSecond}`,
      ],
    },
    {
      name: 'canvas: WebGL',
      head: css,
      html: '<canvas id="a" width="300" height="200"></canvas>',
      script: `window.g = a.getContext('webgl'); window.paint = (r, gr, b) => { g.clearColor(r, gr, b, 1); g.clear(g.COLOR_BUFFER_BIT); g.enable(g.SCISSOR_TEST); g.scissor(40, 40, 100, 100); g.clearColor(1 - r, 1 - gr, 1 - b, 1); g.clear(g.COLOR_BUFFER_BIT); g.disable(g.SCISSOR_TEST) }; setTimeout(() => { paint(0.1, 0.4, 0.6); setTimeout(() => { window.isPainted = true }, 600) }, 500)`,
      ready: 'window.isPainted',
      steps: [`paint(0.8, 0.2, 0.2); ${aSecond}`, `paint(0.9, 0.8, 0.1); ${aSecond}`, `paint(0.2, 0.7, 0.3); ${aSecond}`],
    },
    {
      name: 'canvas from before the recording, and bitmaps',
      head: css,
      html: `<canvas id="a" width="300" height="160"></canvas><canvas id="b" width="200" height="160"></canvas><script>{ const x = a.getContext('2d'); x.fillStyle = 'rebeccapurple'; x.fillRect(20, 20, 260, 120); const c = new OffscreenCanvas(200, 160); c.getContext('2d').fillRect(50, 40, 60, 60); b.getContext('bitmaprenderer').transferFromImageBitmap(c.transferToImageBitmap()) }</script>`,
      steps: [
        `const c = new OffscreenCanvas(200, 160); const x = c.getContext('2d'); x.fillStyle = 'lime'; x.fillRect(10, 10, 100, 140); b.getContext('bitmaprenderer').transferFromImageBitmap(c.transferToImageBitmap()); ${aSecond}`,
        `a.getContext('2d').clearRect(60, 40, 80, 80); ${aSecond}`,
        `const c = new OffscreenCanvas(200, 160); const x = c.getContext('2d'); x.fillStyle = 'red'; x.fillRect(90, 10, 100, 140); b.getContext('bitmaprenderer').transferFromImageBitmap(c.transferToImageBitmap()); ${aSecond}`,
      ],
    },
    {
      name: 'fonts: declared, made by script, from bytes',
      head: `<style>@font-face { font-family: declared; src: url(/icons.ttf) } p { font: 60px declared, serif; margin: 6px; color: #540b0e } #b { font-family: made, serif } #c { font-family: bytes, serif }</style>`,
      html: '<p>&#xea60;&#xea61;&#xea62;</p><p id="b">&#xea63;&#xea64;</p><p id="c">&#xea65;&#xea66;</p>',
      steps: [
        `document.fonts.add(await new FontFace('made', 'url(/icons.ttf)').load())`,
        `document.fonts.add(await new FontFace('bytes', await (await fetch('/icons.ttf')).arrayBuffer()).load())`,
        `b.style.fontSize = '120px'; for (const f of document.fonts) if (f.family === 'bytes') document.fonts.delete(f)`,
      ],
    },
    {
      name: 'SVG: gradients, use, clip, mask, filter, text',
      html: `<svg id="s" width="700" height="420" viewBox="0 0 700 420"><defs><linearGradient id="g"><stop offset="0" stop-color="#f72585"/><stop id="end" offset="1" stop-color="#4361ee"/></linearGradient><clipPath id="c"><circle id="cc" cx="120" cy="120" r="90"/></clipPath><mask id="m"><rect width="200" height="200" fill="white"/><circle cx="100" cy="100" r="50"/></mask><filter id="f"><feGaussianBlur stdDeviation="6"/></filter><symbol id="y" viewBox="0 0 10 10"><path d="M0 0L10 5L0 10z"/></symbol><path id="t" d="M20 380 Q 300 280 640 390"/></defs>
        <rect id="r" width="240" height="240" fill="url(#g)" clip-path="url(#c)"/><g transform="translate(260 20)"><rect width="200" height="200" fill="teal" mask="url(#m)"/></g><circle id="b" cx="580" cy="120" r="70" fill="orange" filter="url(#f)"/><use id="u" href="#y" x="20" y="260" width="80" height="80"/><text font-size="28"><textPath href="#t">Words that follow a path</textPath></text><foreignObject x="300" y="240" width="300" height="60"><p xmlns="http://www.w3.org/1999/xhtml" style="margin:0;background:khaki;font:20px serif">HTML within</p></foreignObject></svg>`,
      steps: [
        `end.setAttribute('stop-color', '#80ed99'); cc.setAttribute('r', '60')`,
        `const e = document.createElementNS('http://www.w3.org/2000/svg', 'ellipse'); for (const [k, v] of [['cx', 500], ['cy', 300], ['rx', 90], ['ry', 40], ['fill', 'crimson']]) e.setAttribute(k, v); s.append(e); u.setAttribute('href', '#r')`,
        `s.setAttribute('viewBox', '0 0 500 300'); b.removeAttribute('filter')`,
      ],
    },
    {
      name: 'SVG: images, markers, patterns, nested, as elements',
      html: `<svg width="600" height="300"><defs><pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse"><circle cx="10" cy="10" r="6" fill="#fb5607"/></pattern><marker id="k" markerWidth="8" markerHeight="8" refX="4" refY="4"><circle cx="4" cy="4" r="4"/></marker></defs><image id="i" href="/image/steelblue.svg" width="200" height="120"/><rect id="r" x="220" width="160" height="120" fill="url(#p)"/><polyline id="l" points="20,180 160,260 300,160 460,250" fill="none" stroke="black" stroke-width="4" marker-mid="url(#k)"/><svg x="400" y="10" width="150" height="100" viewBox="0 0 30 20"><rect width="30" height="20" fill="#3a86ff"/></svg></svg><img src="/image/plum.svg">`,
      steps: [
        `i.setAttribute('href', '/image/tomato.svg'); await new Promise((r) => setTimeout(r, 150))`,
        `l.setAttribute('points', '20,180 160,260 300,160 460,250 560,160')`,
        `r.style.fill = 'seagreen'; r.setAttribute('rx', '30')`,
      ],
    },
    {
      name: 'MathML',
      head: '<style>math { font-size: 44px; display: block; margin: 20px; color: #5f0f40 }</style>',
      html: '<math id="m"><mfrac><mi>a</mi><msqrt><mi>b</mi><mo>+</mo><mn>1</mn></msqrt></mfrac></math><p style="font-size:30px">Inline <math><msup><mi>x</mi><mn>2</mn></msup></math></p>',
      steps: [
        `m.querySelector('mn').textContent = '400'`,
        `const n = document.createElementNS('http://www.w3.org/1998/Math/MathML', 'mn'); n.textContent = '7'; m.append(n)`,
        `m.firstChild.setAttribute('mathbackground', 'gold'); m.innerHTML += '<mo>=</mo><mi>y</mi>'`,
      ],
    },
  ],
}
