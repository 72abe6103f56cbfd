import type { Family } from '../case.ts'

const css = '<style>.box { width: 120px; height: 120px; background: #ef476f; margin: 20px }</style>'
const two = '<div class="box" id="a"></div><div class="box" id="b"></div>'
const pauseAll = `for (const one of document.getAnimations()) one.pause()`

export const motion: Family = {
  name: 'motion',
  cases: [
    {
      name: 'element.animate, paused at moments',
      head: css,
      html: two,
      script: `window.m = a.animate([{ transform: 'none' }, { transform: 'translateX(500px) rotate(180deg)', background: 'navy' }], { duration: 4000, easing: 'ease-in' }); m.pause()`,
      steps: [
        `m.currentTime = 1500`,
        `m.currentTime = 3000; b.animate({ opacity: [1, 0] }, 1000).pause()`,
        `m.currentTime = 3900`,
        `m.cancel()`,
      ],
    },
    {
      name: 'element.animate, run for a while and held',
      head: css,
      html: two,
      steps: [
        `window.m = a.animate({ marginLeft: ['0px', '600px'] }, { duration: 3000, fill: 'forwards' }); await new Promise((r) => setTimeout(r, 300)); m.pause()`,
        `m.playbackRate = 2; m.play(); await new Promise((r) => setTimeout(r, 300)); m.pause()`,
        `m.finish()`,
        `m.commitStyles(); m.cancel(); a.style.background = 'green'`,
      ],
    },
    {
      name: 'animations that have ended and fill',
      head: css,
      html: two,
      steps: [
        `a.animate({ transform: ['none', 'translate(300px, 40px)'] }, { duration: 100, fill: 'forwards' })`,
        `a.animate({ opacity: [1, 0.3] }, { duration: 100, fill: 'both', composite: 'replace' }); b.animate({ background: ['red', 'gold'] }, { duration: 60, fill: 'forwards' })`,
        `b.animate({ width: '600px' }, { duration: 80, fill: 'forwards' })`,
      ],
    },
    {
      name: 'CSS animations held by play state and delay',
      head: `${css}<style>@keyframes go { to { transform: translateX(500px); background: #118ab2 } } .on { animation: go 2s -0.7s paused linear } .far { animation: go 2s -1.6s paused linear }</style>`,
      html: two,
      steps: [`a.className += ' on'`, `b.className += ' far'`, `a.style.animationDelay = '-1.2s'`],
    },
    {
      name: 'CSS animations paused by script',
      head: `${css}<style>@keyframes turn { to { transform: rotate(300deg) scale(0.5) } } .box { animation: turn 3s linear infinite alternate }</style>`,
      html: `${two}<script>${pauseAll}</script>`,
      steps: [
        `for (const one of document.getAnimations()) one.currentTime = 900`,
        `a.getAnimations()[0].currentTime = 2200`,
        `b.getAnimations()[0].currentTime = 4100`,
      ],
    },
    {
      name: 'a CSS animation met on its way',
      head: `${css}<style>@keyframes slide { to { margin-left: 640px } } .on { animation: slide 2s linear both }</style>`,
      html: two,
      steps: [
        `a.className += ' on'; await new Promise((r) => setTimeout(r, 500)); ${pauseAll}`,
        `for (const one of document.getAnimations()) one.play(); await new Promise((r) => setTimeout(r, 500)); ${pauseAll}`,
        `for (const one of document.getAnimations()) one.finish()`,
      ],
    },
    {
      name: 'CSS transitions, half-way',
      head: `${css}<style>.box { transition: margin-left 1s linear, background 2s linear } .on { margin-left: 600px; background: #06d6a0 }</style>`,
      html: two,
      steps: [
        `a.className += ' on'; await new Promise((r) => setTimeout(r, 400)); ${pauseAll}`,
        `for (const one of document.getAnimations()) one.finish()`,
        `b.className += ' on'; await new Promise((r) => setTimeout(r, 200)); ${pauseAll}`,
      ],
    },
    {
      name: 'CSS transitions that have ended',
      head: `${css}<style>.box { transition: all 200ms } .on { transform: translateX(300px); border-radius: 50%; background: #073b4c }</style>`,
      html: two,
      steps: [`a.classList.add('on')`, `b.classList.add('on')`, `a.classList.remove('on')`],
    },
    {
      name: 'pseudo-elements in motion, steps, iterations',
      head: `${css}<style>@keyframes grow { to { width: 500px; background: #ffd166 } } .box::before { content: ''; display: block; width: 20px; height: 60px; background: black } .on::before { animation: grow 4s steps(4) 3 }</style>`,
      html: two,
      steps: [
        `a.className += ' on'; ${pauseAll}; document.getAnimations()[0].currentTime = 2500`,
        `document.getAnimations()[0].currentTime = 7800`,
        `b.className += ' on'; ${pauseAll}; b.getAnimations({ subtree: true })[0].currentTime = 1100`,
      ],
    },
    {
      name: 'nodes moved by script, frame by frame',
      html: '<div id="field" style="position:relative;height:500px;background:#f1faee"></div>',
      script: `for (let i = 0; i < 60; i++) { const d = document.createElement('i'); d.style.cssText = 'position:absolute;width:24px;height:24px;background:hsl(' + i * 6 + ' 70% 50%)'; field.append(d) }; window.go = (frames) => new Promise((done) => { let n = 0; const next = () => { let i = 0; for (const d of field.children) { i++; d.style.transform = 'translate(' + Math.round(300 + 280 * Math.sin(i + n / 9)) + 'px, ' + Math.round(220 + 200 * Math.cos(i * 1.3 + n / 7)) + 'px)' } if (++n < frames) requestAnimationFrame(next); else done() }; next() })`,
      steps: ['await go(8)', 'await go(25)', 'await go(12)'],
    },
    {
      name: 'a view transition that has ended',
      head: `${css}<style>::view-transition-group(*) { animation-duration: 150ms } #a { view-transition-name: a }</style>`,
      html: two,
      steps: [
        `await document.startViewTransition(() => { a.style.marginLeft = '400px' }).finished`,
        `await document.startViewTransition(() => { b.remove() }).finished`,
        `await document.startViewTransition(() => { a.style.background = 'teal'; a.style.height = '300px' }).finished`,
      ],
    },
    {
      name: 'animations within shadow roots and frames',
      head: css,
      html: '<div id="host"></div><iframe id="f" style="width:400px;height:160px"></iframe>',
      script: `const html = '<style>@keyframes k { to { transform: translateX(200px); background: lime } } div { width: 80px; height: 80px; background: purple; animation: k 2s linear paused }</style><div></div>'; window.root = host.attachShadow({ mode: 'open' }); root.innerHTML = html; f.contentDocument.body.innerHTML = html`,
      steps: [
        `root.querySelector('div').style.animationDelay = '-1s'`,
        `f.contentDocument.querySelector('div').style.animationDelay = '-1.5s'`,
        `root.querySelector('div').getAnimations()[0].currentTime = 1800`,
      ],
    },
    {
      name: 'motion by scrolling',
      head: `<style>body { margin: 0; height: 2000px } @keyframes bar { from { width: 0 } to { width: 100% } } #a { position: fixed; top: 0; left: 0; height: 60px; background: #8338ec; animation: bar linear both; animation-timeline: scroll(root) } @keyframes fade { from { opacity: 0.1 } to { opacity: 1 } } .row { height: 160px; margin: 80px 20px; background: #ff006e; animation: fade linear both; animation-timeline: view() }</style>`,
      html: '<div id="a"></div><div class="row"></div><div class="row"></div><div class="row"></div><div class="row"></div>',
      steps: ['scrollTo(0, 300)', 'scrollTo(0, 900)', 'scrollTo(0, 1400)'],
    },
  ],
}
