import * as dom from '../dom.ts'
import { recordedName, type RecordedElement, type Scene } from '../scene.ts'
import { writeAttribute } from './attribute.ts'
import { labelImage, sizeOf } from './label.ts'

/** Points an image at the bytes that the recording holds, or at a labelled box. */
export function renderImage(scene: Scene, element: Element, { name, attributes }: RecordedElement, id: number): void {
  if (name === 'source') return renderSource(scene, element, attributes)
  if (name !== 'img') return renderSvgImage(scene, element, attributes, id)
  const srcset = knownCandidates(scene, element, attributes.get('srcset'))
  if (srcset) writeAttribute(element, 'srcset', srcset)
  else dom.removeAttribute(element, 'srcset')
  const src = attributes.get('src')
  if (!src) {
    dom.removeAttribute(element, 'src')
    return
  }
  const asset = scene.assets.find(src, scene.base, element)
  if (asset.state === 'here') show(scene, element, asset.url)
  else if (asset.state === 'coming') dom.removeAttribute(element, 'src')
  else if (!srcset) {
    const parent = dom.parentOf(element)
    if (!(dom.isElement(parent) && recordedName(scene, parent) === 'picture')) scene.miss('asset', src, id)
    show(scene, element, labelImage('image not recorded', ...sizeOf(attributes, 120, 80)))
  }
}

function show(scene: Scene, element: Element, url: string): void {
  if (dom.getAttribute(element, 'src') === url) return
  writeAttribute(element, 'src', url)
  const decoded: Promise<unknown> = dom
    .decodeImage(element as HTMLImageElement)
    .catch(() => undefined)
    .finally(() => scene.loading.delete(decoded))
  scene.loading.add(decoded)
}

function renderSource(scene: Scene, element: Element, attributes: ReadonlyMap<string, string>): void {
  const srcset = knownCandidates(scene, element, attributes.get('srcset'))
  if (srcset) writeAttribute(element, 'srcset', srcset)
  else dom.removeAttribute(element, 'srcset')
}

function renderSvgImage(scene: Scene, element: Element, attributes: ReadonlyMap<string, string>, id: number): void {
  const href = attributes.get('href') ?? attributes.get('xlink:href')
  if (!href) return
  const asset = scene.assets.find(href, scene.base, element)
  if (asset.state === 'here') writeAttribute(element, 'href', asset.url)
  else if (asset.state === 'missing') {
    scene.miss('asset', href, id)
    writeAttribute(element, 'href', labelImage('image not recorded', ...sizeOf(attributes, 120, 80)))
  }
}

/** The candidates of a `srcset` whose bytes are here; the browser chooses among them as it did before. */
function knownCandidates(scene: Scene, element: Element, srcset: string | undefined): string {
  if (!srcset) return ''
  const known: string[] = []
  // No two parts of it can take the same sign: it reads any text once.
  for (const [, word = '', descriptor] of srcset.matchAll(/([^\s,]\S*)(?:\s+([\d.]+[wxh])(?=[\s,]|$))?/g)) {
    let end = word.length
    while (word[end - 1] === ',') end--
    const address = word.slice(0, end)
    const asset = address && known.length < 64 ? scene.assets.find(address, scene.base, element) : null
    if (asset?.state === 'here' && !asset.url.includes(',')) known.push(descriptor ? `${asset.url} ${descriptor}` : asset.url)
  }
  return known.join(', ')
}
