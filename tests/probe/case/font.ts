import type { Family } from '../probe.ts'

export const font: Family = {
  name: 'font',
  probes: [
    {
      name: 'FontFace by address',
      html: '<p>x</p>',
      act: `document.fonts.add(new FontFace('Probe 8101', 'url(/probe.woff2)', { weight: '700' }))`,
      want: (seen) => seen.has('font', { family: /Probe 8101/, source: /probe\.woff2/, descriptors: /700/, removed: false }),
      marker: 'Probe 8101',
    },
    {
      name: 'FontFace from bytes: told, or counted as lost',
      html: '<p>x</p>',
      act: `document.fonts.add(new FontFace('Probe 8102', new Uint8Array([119, 79, 70, 50, 1, 2, 3, 4])))`,
      want: (seen) => seen.has('font', { family: /Probe 8102/, source: /base64|blob:/ }) || seen.has('loss', { detail: /font/ }),
      marker: 'Probe 8102',
    },
    {
      name: 'FontFace before the start: told, or counted as lost',
      html: '<p>x</p>',
      before: `document.fonts.add(new FontFace('Probe 8103', 'url(/early.woff2)'))`,
      want: (seen) => seen.holds('font', { family: /Probe 8103/ }) || seen.holds('loss', { detail: /font/ }),
      marker: 'Probe 8103',
    },
    {
      name: 'FontFace taken out',
      html: '<p>x</p>',
      act: `const face = new FontFace('Probe 8104', 'url(/probe.woff2)'); document.fonts.add(face); await new Promise((r) => setTimeout(r, 50)); document.fonts.delete(face)`,
      want: (seen) => seen.has('font', { family: /Probe 8104/, removed: true }),
    },
    {
      name: '@font-face: its file is an asset',
      html: `<style>@font-face { font-family: probe; src: url(/face.woff2) } p { font-family: probe }</style><p>x</p>`,
      want: (seen) => seen.holds('asset', { url: /face\.woff2/ }),
    },
  ],
}
