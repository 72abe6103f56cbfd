import type { Family } from '../probe.ts'

const stateful = `class Probe extends HTMLElement { constructor() { super(); this.internals = this.attachInternals() } }`

export const element: Family = {
  name: 'element',
  probes: [
    {
      name: 'customElements.define',
      html: '<probe-late id="a">x</probe-late>',
      act: `customElements.define('probe-late', class extends HTMLElement {})`,
      want: (seen) =>
        seen.holds('define', { name: 'probe-late', defined: false }) && seen.has('define', { name: 'probe-late', defined: true }),
      rrweb: /"(?:define|customElement)"[^]{0,60}probe-late/,
    },
    {
      name: 'custom element defined before the start, beside one that is not',
      html: '<probe-early id="a">x</probe-early><probe-never>y</probe-never>',
      before: `customElements.define('probe-early', class extends HTMLElement {})`,
      want: (seen) =>
        !seen.holds('define', { name: 'probe-early', defined: false }) && seen.holds('define', { name: 'probe-never', defined: false }),
      rrweb: /"isCustom":true/,
    },
    {
      name: ':state() of a custom element',
      html: '<probe-state id="a">x</probe-state>',
      act: `${stateful}; customElements.define('probe-state', Probe); a.internals.states.add('open-9103')`,
      want: (seen) => seen.has('elementState', { of: 'a', name: /open-9103/, on: true }),
      marker: 'open-9103',
      needs: 'window.CustomStateSet',
    },
    {
      name: ':state() of a custom element made before the start',
      html: '<style>probe-state:state(open-9113) { color: red }</style><probe-state id="a">x</probe-state>',
      before: `${stateful}; customElements.define('probe-state', Probe)`,
      act: `a.internals.states.add('open-9113')`,
      want: (seen) => seen.has('elementState', { of: 'a', name: /open-9113/, on: true }),
      needs: 'window.CustomStateSet',
    },
    {
      name: ':state() taken away',
      html: '<probe-state id="a">x</probe-state>',
      act: `${stateful}; customElements.define('probe-state', Probe); a.internals.states.add('open-9104'); await new Promise((r) => setTimeout(r, 60)); a.internals.states.delete('open-9104')`,
      want: (seen) => seen.has('elementState', { of: 'a', name: /open-9104/, on: false }),
      needs: 'window.CustomStateSet',
    },
    {
      name: 'nodes added, moved, taken out',
      html: '<ul id="a"><li id="one">1</li><li id="two">2</li><li id="three">3</li></ul>',
      act: `const li = document.createElement('li'); li.id = 'four'; li.textContent = 'added 9105'; a.append(li); a.prepend(three); two.remove()`,
      want: (seen) => /id="three".*id="one".*id="four">added 9105/s.test(seen.html) && !seen.node('two'),
      marker: 'added 9105',
    },
    {
      name: 'adjacent and empty text nodes',
      html: '<p id="a">one</p>',
      act: `a.append('', 'two', 'three'); await new Promise((r) => setTimeout(r, 60)); a.childNodes[3].data = 'last 9106'`,
      want: (seen) => seen.html.includes('onetwolast 9106'),
      marker: 'last 9106',
    },
    {
      name: 'attribute set and removed',
      html: '<p id="a" hidden>x</p>',
      act: `a.removeAttribute('hidden'); a.setAttribute('lang', 'gsw')`,
      want: (seen) => !seen.node('a')!.attributes.has('hidden') && seen.node('a')!.attributes.get('lang') === 'gsw',
      rrweb: /"lang":"gsw"|gsw/,
    },
    {
      name: 'the whole body replaced',
      html: '<p>x</p>',
      act: `document.body.innerHTML = '<main id="a">replaced 9108</main>'`,
      want: (seen) => /<body>\s*<main id="a">replaced 9108/.test(seen.html),
      marker: 'replaced 9108',
    },
    {
      name: 'a document written anew by document.open',
      html: '<p>x</p>',
      act: `document.open(); document.write('<p id="a">written anew 9109</p>'); document.close()`,
      want: (seen) => seen.html.includes('written anew 9109'),
      marker: 'written anew 9109',
    },
    {
      name: 'pseudo-class :user-invalid and required fields',
      html: '<input id="a" required>',
      act: `a.removeAttribute('required'); a.pattern = '9110'`,
      want: (seen) => !seen.node('a')!.attributes.has('required') && seen.node('a')!.attributes.has('pattern'),
      rrweb: /"required":(null|false)/,
    },
    {
      name: 'CSS.highlights',
      html: '<p id="a">highlighted text</p>',
      act: `const r = new Range(); r.setStart(a.firstChild, 2); r.setEnd(a.firstChild, 9); CSS.highlights.set('probe-9111', new Highlight(r))`,
      want: (seen) => seen.has('highlight', { name: 'probe-9111', ranges: (ranges) => ranges[0]?.startAt === 2 && ranges[0].endAt === 9 }),
      marker: 'probe-9111',
      needs: 'CSS.highlights',
    },
    {
      name: 'a highlight taken away',
      html: '<p id="a">highlighted text</p>',
      before: `const r = new Range(); r.selectNodeContents(a); CSS.highlights.set('probe-9112', new Highlight(r))`,
      act: `CSS.highlights.delete('probe-9112')`,
      want: (seen) => seen.has('highlight', { name: 'probe-9112', ranges: [] }),
      needs: 'CSS.highlights',
    },
  ],
}
