import type { Family } from '../probe.ts'

const moving = `window.an = a.animate([{ opacity: 0.3125 }, { opacity: 1 }], { duration: 8000, iterations: 3, easing: 'ease-in' })`
const box = '<div id="a" style="width:40px;height:40px;background:red"></div>'

export const motion: Family = {
  name: 'motion',
  probes: [
    {
      name: 'element.animate: key frames and timing',
      html: box,
      act: moving,
      want: (seen) => seen.has('animation', { of: 'a', kind: 'script', state: 'running', keyframes: /0\.3125/, timing: /8000/ }),
      marker: '0.3125',
    },
    {
      name: 'animation before the start, with its time',
      html: box,
      before: `${moving}; an.currentTime = 3000`,
      want: (seen) => seen.holds('animation', { of: 'a', kind: 'script', keyframes: /0\.3125/, atMs: (ms) => ms! >= 3000 && ms! < 8000 }),
      marker: '0.3125',
    },
    {
      name: 'animation paused and sought',
      html: box,
      before: moving,
      act: 'an.pause(); an.currentTime = 4200',
      want: (seen) => seen.has('animation', { of: 'a', state: 'paused', atMs: 4200 }),
      marker: '4200',
    },
    {
      name: 'animation’s rate',
      html: box,
      before: moving,
      act: 'an.updatePlaybackRate(2.5)',
      want: (seen) => seen.has('animation', { of: 'a', rate: 2.5 }),
    },
    {
      name: 'animation cancelled, finished',
      html: `${box}<div id="b">b</div>`,
      before: `${moving}; window.other = b.animate({ opacity: [0, 1] }, 9000)`,
      act: 'an.cancel(); other.finish()',
      want: (seen) => seen.has('animation', { of: 'a', state: 'cancelled' }) && seen.has('animation', { of: 'b', state: 'finished' }),
    },
    {
      name: 'CSS animation begins',
      html: `<style>@keyframes probe-turn { to { rotate: 90deg } } .on { animation: probe-turn 9s }</style>${box}`,
      act: `a.className = 'on'`,
      want: (seen) => seen.has('animation', { of: 'a', kind: 'css-animation', name: 'probe-turn' }),
    },
    {
      name: 'CSS animation before the start, with its time',
      html: `<style>@keyframes probe-turn { to { rotate: 90deg } } #a { animation: probe-turn 9s -2s }</style>${box}`,
      want: (seen) => seen.holds('animation', { of: 'a', kind: 'css-animation', name: 'probe-turn', atMs: (ms) => ms! >= 0 }),
    },
    {
      name: 'CSS animation paused by a script',
      html: `<style>@keyframes probe-turn { to { rotate: 90deg } } #a { animation: probe-turn 9s }</style>${box}`,
      act: 'a.getAnimations()[0].pause()',
      want: (seen) => seen.has('animation', { of: 'a', state: 'paused' }),
    },
    {
      name: 'CSS transition',
      html: `<style>#a { transition: opacity 3s } .on { opacity: 0.2 }</style>${box}`,
      act: `a.className = 'on'`,
      want: (seen) => seen.has('animation', { of: 'a', kind: 'css-transition', name: 'opacity' }),
    },
    {
      name: 'animation of a pseudo-element',
      html: '<style>@keyframes probe-blink { to { opacity: 0 } } .on::before { content: "x"; animation: probe-blink 9s }</style><p id="a">a</p>',
      act: `a.className = 'on'`,
      want: (seen) => seen.has('animation', { of: 'a', pseudo: '::before', name: 'probe-blink' }),
    },
    {
      name: 'view transition',
      html: box,
      act: `const t = document.startViewTransition(() => { a.style.width = '200px' }); await t.finished`,
      want: (seen) => seen.has('viewTransition', { phase: 'start' }) && seen.has('viewTransition', { phase: 'finished' }),
      needs: 'document.startViewTransition',
    },
  ],
}
