import type { Family } from '../probe.ts'

const loaded = 'await new Promise((r) => f.addEventListener("load", r, { once: true }))'

export const frame: Family = {
  name: 'frame',
  probes: [
    {
      name: 'iframe of the same origin',
      html: '<iframe id="f" src="/frame.html"></iframe>',
      want: (seen) => seen.holds('frame', { of: 'f', html: /within the frame 7301/ }),
      marker: 'within the frame 7301',
    },
    {
      name: 'a change within an iframe',
      html: '<iframe id="f" src="/frame.html"></iframe>',
      act: `f.contentDocument.getElementById('inner').textContent = 'changed within 7311'`,
      want: (seen) => !!seen.node('inner') && seen.text.includes('changed within 7311'),
      marker: 'changed within 7311',
    },
    {
      name: 'an iframe added late',
      act: `const f = document.createElement('iframe'); f.id = 'f'; f.src = '/frame.html'; document.body.append(f); ${loaded}`,
      want: (seen) => seen.has('frame', { of: 'f', html: /within the frame 7301/ }),
      marker: 'within the frame 7301',
    },
    {
      name: 'iframe srcdoc',
      html: '<iframe id="f" srcdoc="<p>srcdoc 7312</p>"></iframe>',
      want: (seen) => seen.holds('frame', { of: 'f', html: /srcdoc 7312/ }),
      marker: /srcdoc 7312(?!<)/,
    },
    {
      name: 'iframe about:blank, filled by document.write',
      html: '<iframe id="f"></iframe>',
      act: `const d = f.contentDocument; d.open(); d.write('<p>written 7313</p>'); d.close()`,
      want: (seen) => seen.holds('frame', { of: 'f' }) && seen.text.includes('written 7313'),
      marker: 'written 7313',
    },
    {
      name: 'iframe replaced on navigation',
      html: '<iframe id="f" src="/frame.html"></iframe>',
      act: `f.src = '/frame-two.html'; ${loaded}`,
      want: (seen) => seen.has('frame', { of: 'f', html: /another document 7302/ }),
      marker: 'another document 7302',
    },
    {
      name: 'iframe within an iframe',
      html: `<iframe id="f" srcdoc="<iframe id=deep src='/frame.html'></iframe>"></iframe>`,
      want: (seen) => seen.holds('frame', { of: 'deep', html: /within the frame 7301/ }),
      marker: 'within the frame 7301',
    },
    {
      name: 'a field’s value within an iframe',
      html: '<iframe id="f" src="/frame.html"></iframe>',
      act: `const field = f.contentDocument.getElementById('field'); field.value = 'abcd'; field.dispatchEvent(new Event('input', { bubbles: true }))`,
      want: (seen) => seen.has('input', { of: 'field', value: /./ }),
    },
    {
      name: 'iframe of another origin, without Playhead: a named box',
      html: '<iframe id="f" src="$FOREIGN/frame.html"></iframe>',
      want: (seen) => seen.holds('loss', { what: 'frame' }) && !!seen.node('f'),
    },
    {
      name: 'iframe of another origin, with Playhead: joins the recording',
      html: '<div id="place"></div>',
      start: 'init',
      options: { frames: ['$FOREIGN'] },
      act: `const f = document.createElement('iframe'); f.id = 'f'; f.src = '$FOREIGN/recorded.html?key=' + probeKey; place.append(f); ${loaded}`,
      want: (seen) => seen.has('foreignFrame', { of: 'f', tab: /./ }) && seen.text.includes('recorded apart 7303'),
      patienceMs: 6000,
    },
  ],
}
