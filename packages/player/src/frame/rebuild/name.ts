import type { Namespace } from '@playhead/wire'

/**
 * What an element of the recorded page becomes here.
 * - `plain`: itself
 * - `inert`: an empty, unshown element that keeps its place
 * - `sheet`: a `<style>` for a `<link>`
 * - `box`: a labelled box
 * - `frame`: a box that a document may be shown in
 * - `image`, `canvas`, `media`: itself, but what it shows is ours
 */
export type Form = 'plain' | 'inert' | 'sheet' | 'box' | 'frame' | 'image' | 'canvas' | 'media'

/** No object: a page names its elements as it likes, `constructor` too. */
const tableOf = <Value>(values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> => new Map(Object.entries(values))

const htmlForms = tableOf<Form>({
  script: 'inert', meta: 'inert', base: 'inert', noscript: 'inert', param: 'inert', track: 'inert', noembed: 'inert', noframes: 'inert',
  bgsound: 'inert', basefont: 'inert', template: 'inert', plaintext: 'inert', nextid: 'inert', isindex: 'inert', keygen: 'inert',
  link: 'sheet',
  iframe: 'frame', frame: 'box', frameset: 'box', object: 'box', embed: 'box', applet: 'box', portal: 'box', fencedframe: 'box', webview: 'box',
  img: 'image', source: 'image', canvas: 'canvas', video: 'media', audio: 'media',
}) // prettier-ignore
/** SVG animations can write any attribute by themselves, so they do not run. */
const svgForms = tableOf<Form>({
  script: 'inert', animate: 'inert', set: 'inert', animatetransform: 'inert', animatemotion: 'inert', animatecolor: 'inert', discard: 'inert',
  handler: 'inert', listener: 'inert', iframe: 'inert', image: 'image', feimage: 'image',
}) // prettier-ignore

export function formOf(name: string, namespace: Namespace): Form {
  const key = name.toLowerCase()
  return (namespace === 'html' ? htmlForms.get(key) : namespace === 'svg' ? svgForms.get(key) : undefined) ?? 'plain'
}

const missingOf = tableOf<string>({
  iframe: 'frame', frame: 'frame', frameset: 'frame', portal: 'frame', fencedframe: 'frame', webview: 'frame',
  object: 'plugin', embed: 'plugin', applet: 'plugin', canvas: 'canvas', video: 'media', audio: 'media',
}) // prettier-ignore

/** What is missing from the picture when an element of this name is only stood in for; null: nothing. */
export const missingKind = (name: string, namespace: Namespace): string | null =>
  namespace === 'svg' && /^(?:animate|set$)/.test(name) ? 'animation' : (namespace === 'html' && missingOf.get(name)) || null

const htmlName = /^[a-z][^\0\t\n\f\r /<>"'=]*$/i
const xmlName = /^[A-Za-z_][\w.:-]*$/
/**
 * Names that can be made here and that mean nothing dangerous. In SVG and MathML a colon would split the name:
 * `x:animate` is an `animate` to browsers, once it is made by that name.
 */
export const isSafeName = (name: string, namespace: Namespace): boolean =>
  name.length <= 200 &&
  (namespace === 'html' || !name.includes(':')) &&
  htmlName.test(name) &&
  (xmlName.test(name) || /^[\p{L}_][\p{L}\p{N}\p{M}_.:·-]*$/u.test(name))

const reserved: ReadonlySet<string> = new Set(
  'annotation-xml color-profile font-face font-face-src font-face-uri font-face-format font-face-name missing-glyph'.split(' '),
)
export const isCustomName = (name: string): boolean => /^[a-z][^A-Z]*-/.test(name) && !reserved.has(name)
