import type { Family, Probe } from '../probe.ts'

/** Whether the shadow root on this element holds the text. */
const inShadow =
  (host: string, text: string): Probe['want'] =>
  (seen) =>
    !!seen.node(host)?.shadow && seen.html.includes(text)

export const shadow: Family = {
  name: 'shadow',
  probes: [
    {
      name: 'open shadow root, and a change in it',
      html: '<div id="host"></div>',
      before: `host.attachShadow({ mode: 'open' }).innerHTML = '<b>before</b>'`,
      act: `host.shadowRoot.firstChild.textContent = 'in the open 5101'`,
      want: inShadow('host', 'in the open 5101'),
      marker: 'in the open 5101',
    },
    {
      name: 'closed shadow root made after the start',
      html: '<div id="host"></div>',
      act: `const root = host.attachShadow({ mode: 'closed' }); root.innerHTML = '<b>before</b>'; await new Promise((r) => setTimeout(r, 50)); root.firstChild.textContent = 'closed 5102'`,
      want: inShadow('host', 'closed 5102'),
      marker: 'closed 5102',
    },
    {
      name: 'declarative shadow root',
      html: '<div id="host"><template shadowrootmode="open"><b>declared 5103</b></template></div>',
      want: inShadow('host', 'declared 5103'),
      marker: 'declared 5103',
    },
    {
      name: 'declarative shadow root by setHTMLUnsafe',
      html: '<div id="place"></div>',
      act: `place.setHTMLUnsafe('<div id="host"><template shadowrootmode="open"><b>declared late 5104</b></template></div>')`,
      want: inShadow('host', 'declared late 5104'),
      marker: 'declared late 5104',
      needs: `'setHTMLUnsafe' in Element.prototype`,
    },
    {
      name: 'shadow root within a shadow root',
      html: '<div id="host"></div>',
      act: `host.attachShadow({ mode: 'open' }).innerHTML = '<div id="inner"></div>'; host.shadowRoot.firstChild.attachShadow({ mode: 'open' }).innerHTML = '<b>deep 5105</b>'`,
      want: inShadow('inner', 'deep 5105'),
      marker: 'deep 5105',
    },
    {
      name: 'shadow root in an iframe',
      html: '<iframe id="f" srcdoc="<div id=host></div>"></iframe>',
      act: `f.contentDocument.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<b>framed root 5106</b>'`,
      want: (seen) => !!seen.node('host')?.shadow && seen.text.includes('framed root 5106'),
      marker: 'framed root 5106',
    },
    {
      name: 'manual slot',
      html: '<div id="host"><b id="one">one</b><b id="two">two</b></div>',
      before: `host.attachShadow({ mode: 'open', slotAssignment: 'manual' }).innerHTML = '<slot id="place"></slot>'`,
      act: `host.shadowRoot.getElementById('place').assign(two)`,
      want: (seen) => seen.has('slot', { of: 'place', nodes: [seen.node('two')?.id ?? -1] }),
      needs: `'assign' in HTMLSlotElement.prototype`,
    },
    {
      name: 'slot by name changed',
      html: '<div id="host"><b id="one">one</b></div>',
      before: `host.attachShadow({ mode: 'open' }).innerHTML = '<slot name="probe-5108"></slot>'`,
      act: `one.slot = 'probe-5108'`,
      want: (seen) => seen.node('one')?.attributes.get('slot') === 'probe-5108',
      rrweb: /"slot":"probe-5108"/,
    },
    {
      name: 'click in a shadow root: on the inner element',
      html: '<div id="host"></div>',
      before: `host.attachShadow({ mode: 'open' }).innerHTML = '<button id="inner">Inner 5109</button>'`,
      act: `host.shadowRoot.getElementById('inner').click()`,
      want: (seen) => seen.has('click', { tag: 'button', name: /Inner 5109/ }),
    },
  ],
}
