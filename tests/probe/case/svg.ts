import type { Family } from '../probe.ts'

export const svg: Family = {
  name: 'svg',
  probes: [
    {
      name: 'SVG made by createElementNS',
      html: '<div id="place"></div>',
      act: `const ns = 'http://www.w3.org/2000/svg'; const s = document.createElementNS(ns, 'svg'); s.setAttribute('viewBox', '0 0 91 91'); const g = document.createElementNS(ns, 'linearGradient'); g.id = 'g'; s.append(g); place.append(s)`,
      want: (seen) => seen.node('g')?.namespace === 'svg' && /viewBox="0 0 91 91"/.test(seen.html),
      marker: '0 0 91 91',
    },
    {
      name: 'an SVG element added within SVG',
      html: '<svg id="s" width="40" height="40"></svg>',
      act: `s.insertAdjacentHTML('beforeend', '<clipPath id="clip"><circle r="7.25"/></clipPath>')`,
      want: (seen) => seen.node('clip')?.namespace === 'svg' && seen.node('clip')?.name === 'clipPath',
      marker: '7.25',
    },
    {
      name: 'SVG attributes: path data, xlink:href',
      html: '<svg><defs><path id="d" d="M0 0"/></defs><use id="u"/></svg>',
      act: `d.setAttribute('d', 'M0 0L83 83'); u.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '#d')`,
      want: (seen) => seen.node('d')?.attributes.get('d') === 'M0 0L83 83' && seen.node('u')?.attributes.get('xlink:href') === '#d',
      marker: 'M0 0L83 83',
    },
    {
      name: 'HTML within foreignObject',
      html: '<svg id="s"><foreignObject id="o" width="90" height="40"></foreignObject></svg>',
      act: `const p = document.createElement('p'); p.id = 'p'; p.textContent = 'foreign 9204'; o.append(p)`,
      want: (seen) => seen.node('p')?.namespace === 'html' && seen.html.includes('foreign 9204'),
      marker: 'foreign 9204',
    },
    {
      name: 'MathML',
      html: '<div id="place"></div>',
      act: `place.innerHTML = '<math><mfrac id="m"><mn>9205</mn><mn>2</mn></mfrac></math>'`,
      want: (seen) => seen.node('m')?.namespace === 'math' && seen.html.includes('9205'),
      marker: '9205',
    },
    {
      name: 'SMIL and style within SVG',
      html: '<svg><style id="s">.q { fill: rgb(92, 6, 1) }</style><rect class="q" width="9" height="9"><animate attributeName="x" to="8.125" dur="3s"/></rect></svg>',
      want: (seen) => /rgb\(92, ?6, ?1\)/.test(seen.html + seen.css('s')) && seen.html.includes('8.125'),
      marker: '8.125',
    },
  ],
}
