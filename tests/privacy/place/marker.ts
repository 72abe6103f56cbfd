import type { Place } from './place.ts'

const attributeOf = (marker: string): string => (marker.startsWith('.') ? `class="${marker.slice(1)}"` : marker)

/** Markers that unmask. Only on a page of their own: by default there are none. */
export const unmaskMarkers = [
  'data-playhead-unmask',
  'data-clarity-unmask',
  '.fs-unmask',
  'data-sentry-unmask',
  '.sentry-unmask',
  'data-dd-privacy="allow"',
  '.dd-privacy-allow',
] as const
export const maskMarkers = [
  'data-playhead-mask',
  '.rr-mask',
  '.ph-mask',
  'data-clarity-mask',
  '.fs-mask',
  'data-hj-suppress',
  'data-sentry-mask',
  '.sentry-mask',
  'data-openreplay-obscured',
  'data-dd-privacy="mask"',
  'data-dd-privacy="mask-user-input"',
  '.dd-privacy-mask',
  'data-private',
] as const
export const blockMarkers = [
  'data-playhead-block',
  '.rr-block',
  '.rr-ignore',
  '.ph-no-capture',
  '.fs-exclude',
  'data-sentry-block',
  '.sentry-block',
  'data-openreplay-hidden',
  'data-dd-privacy="hidden"',
  '.dd-privacy-hidden',
  'data-lucky-hide',
  'data-private="redact"',
] as const

const each = (markers: readonly string[], group: string, inner: (attribute: string) => Readonly<Record<string, string>>): Place[] =>
  markers.flatMap((marker) =>
    Object.entries(inner(attributeOf(marker))).map(([name, html]) => ({ name: `${marker}: ${name}`, group, html })),
  )

/** What the marker shows… */
export const unmasked: readonly Place[] = each(unmaskMarkers, 'unmasked', (at) => ({
  text: `<p ${at}>$</p>`,
  'text within': `<div ${at}><p><b>$</b></p></div>`,
  value: `<input ${at} value="$">`,
  title: `<p ${at} title="$">a</p>`,
}))
/** … and what it does not. */
export const neverUnmasked: readonly Place[] = each(unmaskMarkers, 'unmasked', (at) => ({
  password: `<input ${at} type="password" value="$">`,
  'hidden field': `<input ${at} type="hidden" value="$">`,
  'card number': `<input ${at} autocomplete="section-a cc-number" value="$">`,
  'text of a masked part': `<div ${at}>a <span data-playhead-mask>$</span></div>`,
  'text within a masked part': `<div data-playhead-mask>a <span ${at}>$</span></div>`,
  'text of a blocked part': `<div ${at}>a <span data-playhead-block>$</span></div>`,
  'link’s query': `<a ${at} href="/x?user=$">a</a>`,
  'text beside': `<div><p ${at}>a</p>$</div>`,
}))
/** What a marker hides where all text is shown. */
export const marked: readonly Place[] = [
  ...each(maskMarkers, 'masked', (at) => ({
    text: `<p ${at}>$</p>`,
    'text within': `<div ${at}><p><b>$</b></p></div>`,
    title: `<p ${at} title="$">a</p>`,
    value: `<input ${at} value="$">`,
    'text in an unmasked part': `<div ${at}><p data-playhead-unmask>$</p></div>`,
    'text in a shadow root': `<div ${at}><div><template shadowrootmode="open">$</template></div></div>`,
  })),
  ...each(blockMarkers, 'blocked', (at) => ({
    text: `<p ${at}>$</p>`,
    'text within': `<div ${at}><p><b>$</b></p></div>`,
    'any attribute': `<p ${at} data-user="$" title="$">a</p>`,
    value: `<input ${at} value="$">`,
    'text in a shadow root': `<div ${at}><template shadowrootmode="open">$</template></div>`,
    'text in a frame': `<div ${at}><iframe srcdoc="<p>$</p>"></iframe></div>`,
  })),
]
