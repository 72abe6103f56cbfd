import type { Namespace } from '@playhead/wire'
import * as dom from '../dom.ts'
import type { RecordedElement, Scene } from '../scene.ts'
import { renderSheet } from '../style.ts'
import { frameLimit } from './bound.ts'
import { dropAttribute, htmlNamespace, safeAttribute, writeAttribute } from './attribute.ts'
import { drawCanvas } from './canvas.ts'
import { createFrameBox, sizeFrameBox } from './frame.ts'
import { renderImage } from './image.ts'
import { labelBox, sizeOf } from './label.ts'
import { renderPoster } from './media.ts'
import { type Form, formOf, isCustomName, isSafeName, missingKind } from './name.ts'

const namespaces: Readonly<Record<Namespace, string>> = {
  html: htmlNamespace,
  svg: 'http://www.w3.org/2000/svg',
  math: 'http://www.w3.org/1998/Math/MathML',
}
/** What `:defined` does not match. */
export const undefinedMark = 'ph-undefined'
const formOfElement = new WeakMap<Node, Form>()

/** Builds what stands for one recorded element. */
export function createRecorded(
  scene: Scene,
  name: string,
  namespace: Namespace,
  attributes: readonly (readonly [name: string, value: string])[],
  id: number,
): Element {
  const form = formOf(name, namespace)
  const element = dom.createElement(namespaces[namespace], nameInFrame(name, namespace, form))
  const written = attributes.length > frameLimit.attributes ? attributes.slice(0, frameLimit.attributes) : attributes
  if (form === 'plain') {
    if (!isSafeName(name, namespace)) scene.recorded.set(element, { name, attributes: new Map() })
    if (scene.undefinedNames.has(name)) writeAttribute(element, undefinedMark, '')
    for (const [key, value] of written) writePlain(scene, element, key, value)
    return element
  }
  formOfElement.set(element, form)
  const recorded: RecordedElement = { name, attributes: new Map(written) }
  scene.recorded.set(element, recorded)
  const missing = missingKind(name, namespace)
  if (missing) scene.miss(missing, name, id)
  if (form === 'inert') writeAttribute(element, 'ph-inert', '')
  for (const [key, value] of written) writePlain(scene, element, key, value)
  if (form === 'box') labelBox(element, `${name} not recorded`)
  else if (form === 'frame') createFrameBox(scene, element)
  renderRecorded(scene, element, id)
  return element
}

function nameInFrame(name: string, namespace: Namespace, form: Form): string {
  if (form === 'inert') return namespace === 'svg' ? 'desc' : 'ph-inert'
  if (form === 'sheet') return 'style'
  if (form === 'box') return 'ph-box'
  if (form === 'frame') return 'ph-iframe'
  if (!isSafeName(name, namespace)) return 'ph-unknown'
  if (namespace === 'html' && isCustomName(name)) defineEmpty(name)
  return name
}

/** Pages hide their elements until they are `:defined`; here each is, with nothing to run. */
function defineEmpty(name: string): void {
  if (customElements.get(name)) return
  try {
    customElements.define(name, class extends HTMLElement {})
  } catch {
    // Not a name that could have been defined on the page either.
  }
}

/** Keeps an attribute's recorded value where it will be looked at again, and shows it where that is safe. */
export function setRecordedAttribute(scene: Scene, element: Element, name: string, value: string | undefined, id: number): void {
  const recorded = scene.recorded.get(element)
  if (value === undefined) {
    recorded?.attributes.delete(name)
    dropAttribute(element, name)
  } else if (dom.attributesOf(element).length < frameLimit.attributes || dom.getAttribute(element, name) !== null) {
    recorded?.attributes.set(name, value)
    writePlain(scene, element, name, value)
  }
  if (formOfElement.has(element)) renderRecorded(scene, element, id)
}

const inertKeeps: ReadonlySet<string> = new Set(['id', 'class', 'slot'])

function writePlain(scene: Scene, element: Element, name: string, value: string): void {
  const form = formOfElement.get(element)
  if (form === 'inert' && !inertKeeps.has(name)) return
  if (form === 'image' && (name === 'href' || name.endsWith(':href'))) return
  const isAnswered = name === 'media' && dom.localNameOf(element) === 'style'
  if ((isAnswered || (name === 'style' && /url|image-set/i.test(value))) && !scene.recorded.has(element))
    scene.recorded.set(element, { name: dom.localNameOf(element), attributes: new Map([[name, value]]) })
  const safe = safeAttribute(scene, element, name, value)
  if (name === 'style') {
    if (safe === value) scene.styles.delete(element)
    else scene.styles.set(element, value)
  }
  if (safe === null) dropAttribute(element, name)
  else writeAttribute(element, name, safe)
}

/** Shows an element's assets as far as they are here now. */
export function renderRecorded(scene: Scene, element: Element, id: number): void {
  const recorded = scene.recorded.get(element)
  if (!recorded) {
    if (dom.localNameOf(element) === 'style') renderSheet(scene, element)
    return
  }
  const { name, attributes } = recorded
  const form = formOfElement.get(element)
  if (form === 'sheet') renderSheet(scene, element)
  else if (form === 'image') renderImage(scene, element, recorded, id)
  else if (form === 'canvas') drawCanvas(scene, element as HTMLCanvasElement)
  else if (form === 'box') sizeBox(scene, element, attributes)
  else if (form === 'frame') sizeFrameBox(scene, element, attributes)
  else if (name === 'video') renderPoster(scene, element, attributes)
  else if (name === 'style') renderSheet(scene, element)
  const style = attributes.get('style')
  if (style !== undefined && form !== 'inert' && form !== 'box') writePlain(scene, element, 'style', style)
}

function sizeBox(scene: Scene, element: Element, attributes: ReadonlyMap<string, string>): void {
  const [width, height] = sizeOf(attributes, 300, 150)
  const style = safeAttribute(scene, element, 'style', attributes.get('style') ?? '') ?? ''
  const shown = /%/.test(attributes.get('width') ?? '') ? '100%' : `${width}px`
  writeAttribute(element, 'style', `width:${shown};height:${height}px;${style}`)
}
