import type { Family } from '../case.ts'

const rows = (count: number, text: string): string => Array.from({ length: count }, (_, i) => `<p>${text} ${i}</p>`).join('')
const css = '<style>body { font: 16px sans-serif; margin: 0 } p { margin: 0; padding: 10px; border-bottom: 1px solid #adb5bd }</style>'

export const place: Family = {
  name: 'scrolling, viewport, preferences',
  cases: [
    {
      name: 'the page scrolls; sticky and fixed',
      head: `${css}<style>h2 { position: sticky; top: 0; background: #3d5a80; color: white; margin: 0; padding: 12px } #f { position: fixed; right: 20px; bottom: 20px; width: 90px; height: 90px; background: #ee6c4d } body { background: linear-gradient(#e0fbfc, #98c1d9) }</style>`,
      html: `<div id="f"></div>${[1, 2, 3].map((i) => `<section><h2>Part ${i}</h2>${rows(20, 'Row')}</section>`).join('')}`,
      steps: ['scrollTo(0, 500)', 'scrollTo(0, 1300)', 'scrollBy(0, -321)', `document.querySelector('h2').remove(); scrollTo(0, 99999)`],
    },
    {
      name: 'containers that scroll, both ways and nested',
      head: `${css}<style>.box { width: 500px; height: 240px; overflow: auto; border: 4px solid #264653; margin: 10px } .wide { width: 1400px; background: repeating-linear-gradient(90deg, #e9c46a 0 60px, #f4a261 60px 120px) }</style>`,
      html: `<div class="box" id="a"><div class="wide">${rows(30, 'Wide row')}</div></div><div class="box" id="b">${rows(4, 'Outer')}<div class="box" id="c" style="width:300px;height:120px">${rows(20, 'Inner')}</div>${rows(9, 'Outer')}</div>`,
      steps: [
        `a.scrollTo(300, 200)`,
        `b.scrollTop = 130; c.scrollTop = 90`,
        `a.firstElementChild.lastElementChild.scrollIntoView(); scrollTo(0, 0)`,
        `c.innerHTML += '<p>late</p>'; c.scrollTop = 9999`,
      ],
    },
    {
      name: 'scrolling by hand, snapping, smooth',
      head: `${css}<style>#a { display: flex; width: 600px; overflow-x: auto; scroll-snap-type: x mandatory } #a div { flex: 0 0 400px; height: 200px; scroll-snap-align: start } #b { height: 260px; overflow: auto; scroll-behavior: smooth }</style>`,
      html: `<div id="a">${['#ffadad', '#ffd6a5', '#caffbf', '#a0c4ff'].map((c) => `<div style="background:${c}"></div>`).join('')}</div><div id="b">${rows(40, 'Smooth')}</div>`,
      steps: [
        `a.scrollTo({ left: 380 }); await new Promise((r) => setTimeout(r, 300))`,
        `b.scrollTo(0, 600); await new Promise((r) => setTimeout(r, 900))`,
        async (page) => {
          await page.mouse.move(200, 300)
          await page.mouse.wheel(0, -240)
          await page.waitForTimeout(900)
        },
      ],
    },
    {
      name: 'from right to left, from bottom to top',
      head: `${css}<style>#a { direction: rtl; width: 400px; overflow: auto; border: 4px solid } #a div { width: 1200px; background: linear-gradient(90deg, red, blue); height: 80px } #b { display: flex; flex-direction: column-reverse; height: 220px; overflow: auto } #c { writing-mode: vertical-rl; height: 160px; width: 500px; overflow: auto; background: #f1c0e8 }</style>`,
      html: `<div id="a"><div>عربي</div></div><div id="b">${rows(30, 'Reversed')}</div><div id="c">${rows(30, 'Vertical')}</div>`,
      steps: [`a.scrollLeft = -300`, `b.scrollTop = -240`, `c.scrollLeft = -420`, `document.documentElement.dir = 'rtl'`],
    },
    {
      name: 'the window is resized',
      head: `${css}<style>#a { background: #06d6a0; height: 30vh; width: 50vw } #b { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 8px } #b div { height: 90px; background: #118ab2 } @media (max-width: 600px) { #a { background: #ef476f } } @media (orientation: portrait) { #b div { background: #ffd166 } }</style>`,
      html: `<div id="a"></div><div id="b">${'<div></div>'.repeat(9)}</div>`,
      steps: [
        (page) => page.setViewportSize({ width: 560, height: 600 }),
        (page) => page.setViewportSize({ width: 390, height: 844 }),
        (page) => page.setViewportSize({ width: 1200, height: 500 }),
        `a.style.height = '60vh'`,
      ],
    },
    {
      name: 'dark mode',
      prefers: { colorScheme: 'dark' },
      head: `${css}<style>:root { color-scheme: light dark; --b: light-dark(#fff3b0, #335c67) } @media (prefers-color-scheme: dark) { body { background: #0b132b; color: #5bc0be } } #a { background: var(--b); padding: 20px }</style>`,
      html: '<div id="a">Toned</div><input id="i" value="a field"><button>A button</button><p>Text</p>',
      steps: [
        `a.append(' and more')`,
        `document.body.style.colorScheme = 'light'`,
        `const s = document.createElement('style'); s.media = '(prefers-color-scheme: dark)'; s.textContent = 'p { background: purple }'; document.head.append(s)`,
        (page) => page.emulateMedia({ colorScheme: 'light' }),
      ],
    },
    {
      name: 'reduced motion, and other preferences',
      prefers: { reducedMotion: 'reduce' },
      head: `${css}<style>@keyframes go { to { transform: translateX(400px) } } #a { width: 100px; height: 100px; background: #d62828 } @media (prefers-reduced-motion: no-preference) { #a { animation: go 1s linear paused -0.5s } } @media (prefers-reduced-motion: reduce) { #a { border: 10px solid black } } @media (hover: hover) { #b { background: gold; padding: 30px } }</style>`,
      html: '<div id="a"></div><div id="b">Hover is had</div>',
      steps: [`b.append(' now')`, (page) => page.emulateMedia({ reducedMotion: 'no-preference' }), `a.style.background = 'navy'`],
    },
    {
      name: 'quirks mode',
      doctype: '',
      head: '<style>table { font: 24px sans-serif } .Box { width: 300; height: 100; background: #CDB4DB; padding: 20px; border: 10px solid #6D597A } td { color: #b56576 }</style>',
      html: `<body bgcolor="#ffe5ec"><div class="box" id="a">Case does not count</div><font size="6" color="green">Old</font><table border cellpadding="8"><tr><td>Cell<td>Cell<tr><td>Cell</table><p style="font-size: 30">Unitless</p>`,
      steps: [
        `a.style.cssText = 'width: 500; background: gold'`,
        `document.querySelector('table').insertRow().insertCell().textContent = 'late'`,
        `document.body.bgColor = '#cbf3f0'`,
      ],
    },
    {
      name: 'columns, zoom, writing modes, transforms, blending',
      head: `${css}<style>#a { columns: 3; background: #fefae0 } #b { writing-mode: vertical-rl; height: 120px; background: #ccd5ae } #c { transform: perspective(300px) rotateY(30deg); background: #d4a373; width: 300px; height: 80px; margin: 20px } #d { mix-blend-mode: multiply; background: cyan; width: 200px; height: 120px; margin-top: -60px }</style>`,
      html: `<div id="a">${'words in columns '.repeat(40)}</div><div id="b">Vertical words</div><div id="c">Turned</div><div id="d"></div>`,
      steps: [
        `a.style.columns = 2`,
        `c.style.transform = 'rotate(8deg)'; d.style.mixBlendMode = 'difference'`,
        `document.body.style.zoom = 1.3`,
        `b.style.writingMode = ''; a.style.clipPath = 'circle(120px)'`,
      ],
    },
  ],
}
