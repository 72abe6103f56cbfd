import type { Family } from '../probe.ts'

const tall = '<div style="height:4000px">tall</div>'

export const viewport: Family = {
  name: 'viewport',
  probes: [
    {
      name: 'resize',
      act: (tab) => tab.resize(733, 577),
      want: (seen) => seen.has('viewport', { width: 733, height: 577 }),
      marker: '733',
    },
    {
      name: 'zoom: device pixel ratio',
      act: (tab) => tab.resize(400, 280, 2.5),
      want: (seen) => seen.has('viewport', { pixelRatio: 2.5 }) || seen.has('feature', { pixelRatio: 2.5 }),
    },
    {
      name: 'pinch: visualViewport',
      html: tall,
      act: (tab) => tab.pinch(2),
      want: (seen) => seen.has('visualViewport', { scale: (scale) => scale > 1.5 }),
      needs: 'window.visualViewport',
    },
    {
      name: 'media features at the start',
      html: '<p>x</p>',
      want: (seen) => seen.holds('feature', { dark: false, hover: true, coarse: false }),
    },
    {
      name: 'colour scheme changed',
      html: '<p>x</p>',
      act: (tab) => tab.prefer('dark'),
      want: (seen) => seen.has('feature', { dark: true }),
    },
    {
      name: 'hover and pointer features changed',
      html: '<p>x</p>',
      act: (tab) => tab.touchOnly(),
      want: (seen) => seen.has('feature', { hover: false, coarse: true }),
    },
    {
      name: 'scroll of the page',
      html: tall,
      act: 'scrollTo(0, 613)',
      want: (seen) => seen.has('scroll', { id: 1, y: 613 }),
      marker: '613',
    },
    {
      name: 'scroll before the start',
      html: tall,
      before: 'scrollTo(0, 617)',
      want: (seen) => seen.all('keyframe').some(({ scrollY }) => scrollY === 617) || seen.holds('scroll', { id: 1, y: 617 }),
      marker: '617',
    },
    {
      name: 'scroll of a container',
      html: '<div id="a" style="height:60px;overflow:auto"><p style="height:900px">x</p></div>',
      act: 'a.scrollTop = 211',
      want: (seen) => seen.has('scroll', { of: 'a', y: 211 }),
      marker: '211',
    },
    {
      name: 'scroll of a container in a shadow root',
      html: '<div id="host"></div>',
      before: `host.attachShadow({ mode: 'open' }).innerHTML = '<div id="a" style="height:60px;overflow:auto"><p style="height:900px">x</p></div>'`,
      act: `host.shadowRoot.getElementById('a').scrollTop = 213`,
      want: (seen) => seen.has('scroll', { of: 'a', y: 213 }),
      marker: '213',
    },
    {
      name: 'wheel, by hand',
      html: tall,
      act: async (tab) => (await tab.move(300, 300), tab.wheel(240)),
      want: (seen) => seen.has('scroll', { id: 1, y: (y) => y > 0 }),
    },
  ],
}
