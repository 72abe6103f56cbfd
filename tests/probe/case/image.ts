import type { Family } from '../probe.ts'
import { pixel } from '../reply.ts'
import type { Seen } from '../seen.ts'

/** The asset with this address came with its bytes, or is in the page itself. */
const hasImage = (seen: Seen, url: RegExp): boolean => {
  const asset = seen.all('asset').find((event) => url.test(event.url) && event.hash)
  return !!asset && seen.all('assetBody').some(({ hash }) => hash === asset.hash)
}
const bytes = pixel.slice(0, 60)

export const image: Family = {
  name: 'image',
  probes: [
    { name: 'image bytes by hash', html: '<img id="a" src="/plain.png">', want: (seen) => hasImage(seen, /plain\.png/), marker: bytes },
    {
      name: 'image with a new src',
      html: '<img id="a" src="/plain.png">',
      act: `a.src = '/second.png'; await a.decode()`,
      want: (seen) => hasImage(seen, /second\.png/),
      marker: 'second.png',
    },
    {
      name: 'picture: the source that was chosen',
      html: '<picture><source media="(min-width: 300px)" srcset="/chosen.png"><img id="a" src="/fallback.png"></picture>',
      want: (seen) => hasImage(seen, /chosen\.png/) && !hasImage(seen, /fallback\.png/),
      rrweb: /"rr_(?:captured|current)Src":"[^"]*chosen/,
    },
    {
      name: 'srcset: the size that was chosen',
      html: '<img id="a" src="/small.png" srcset="/large.png 9x, /right.png 1x">',
      want: (seen) => hasImage(seen, /right\.png/) && !hasImage(seen, /large\.png/),
    },
    {
      name: 'blob: image',
      html: '<img id="a">',
      act: `const b = await (await fetch('/made.png')).blob(); a.src = URL.createObjectURL(b); await a.decode()`,
      want: (seen) => hasImage(seen, /^blob:/) || /data:image\/png;base64,iVBOR/.test(seen.text),
      marker: bytes,
    },
    {
      name: 'blob: image, its address taken back at once',
      html: '<img id="a">',
      act: `const b = await (await fetch('/made.png')).blob(); const url = URL.createObjectURL(b); a.src = url; await a.decode(); URL.revokeObjectURL(url)`,
      want: (seen) => hasImage(seen, /^blob:/) || /data:image\/png;base64,iVBOR/.test(seen.text),
      marker: bytes,
    },
    {
      name: 'data: image',
      html: `<img id="a" src="data:image/png;base64,${pixel}">`,
      want: (seen) => seen.text.includes(bytes),
      marker: bytes,
    },
    {
      name: 'background image of a style sheet',
      html: '<style>#a { background: url(/back.png); height: 9px }</style><div id="a"></div>',
      want: (seen) => hasImage(seen, /back\.png/),
      marker: bytes,
    },
    {
      name: 'image in SVG, poster, input type=image',
      html: '<svg><image href="/inner.png" width="9" height="9"/></svg><video poster="/poster.png"></video><input type="image" src="/button.png">',
      want: (seen) => hasImage(seen, /inner\.png/) && hasImage(seen, /poster\.png/) && hasImage(seen, /button\.png/),
      marker: bytes,
    },
    {
      name: 'poster, image in SVG, named late',
      html: '<svg><image id="a" href="/inner.png" width="9" height="9"/></svg><video id="b" poster="/poster.png"></video>',
      act: `a.setAttribute('href', '/later.png'); b.poster = '/last.png'`,
      want: (seen) => hasImage(seen, /later\.png/) && hasImage(seen, /last\.png/),
    },
    {
      name: 'picture: another source chosen',
      html: '<picture><source id="s" srcset="/chosen.png"><img id="a" src="/fallback.png"></picture>',
      act: `s.srcset = '/other.png'; await new Promise((r) => (a.onload = r))`,
      want: (seen) => hasImage(seen, /other\.png/) && /other\.png/.test(seen.node('a')?.attributes.get('src') ?? ''),
      rrweb: /other\.png/,
    },
    {
      name: 'an image that failed: named as missing',
      html: '<img id="a" src="/gone.png?status=500">',
      want: (seen) => seen.holds('asset', { url: /gone\.png/, missing: (why) => !!why }),
    },
  ],
}
