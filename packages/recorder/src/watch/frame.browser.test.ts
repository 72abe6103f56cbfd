import type { DocumentModel, EventOf, EventType, PlayheadEvent } from '@playhead/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { describeLive, describeModel, readEvents, rebuild } from '../../test/rebuild.ts'
import { until } from '../../test/until.ts'
import { record, type Recording } from '../record.ts'

let recording: Recording | null = null
let chunks: Uint8Array[] = []
const stage = document.createElement('div')
function start(options: object = {}): void {
  chunks = []
  recording = record({
    emit: (chunk) => void chunks.push(chunk),
    privacy: 'relaxed',
    assets: 'off',
    console: false,
    network: false,
    ...options,
  })
}
afterEach(async () => {
  await recording?.stop()
  stage.remove()
})
/** A stage with an iframe, once that has loaded. */
async function open(html: string): Promise<HTMLIFrameElement> {
  stage.innerHTML = html
  document.body.append(stage)
  const frame = stage.querySelector('iframe')!
  await loaded(frame)
  return frame
}
const loaded = (frame: HTMLIFrameElement, text = ''): Promise<unknown> =>
  until(() => {
    const inner = frame.contentDocument
    if (inner && (!frame.hasAttribute('srcdoc') || inner.URL === 'about:srcdoc')) expect(inner.readyState).toBe('complete')
    else expect(inner).toBeNull()
    expect(inner?.documentElement.textContent ?? '').toContain(text)
  })
async function all(): Promise<PlayheadEvent[]> {
  await recording!.flush()
  return readEvents(chunks)
}
const allOf = async <T extends EventType>(type: T): Promise<EventOf<T>[]> =>
  (await all()).filter((event) => event.type === type) as unknown as EventOf<T>[]

type ModelNode = DocumentModel['document']
/** Documents in iframes, in document order, those in them after each. */
function modelFrames(top: ModelNode): string[] {
  const found: string[] = []
  const visit = (node: ModelNode): void => {
    if (node.frame) {
      found.push(describeModel(node.frame))
      visit(node.frame)
    }
    if (node.shadow) visit(node.shadow)
    for (let child = node.first; child; child = child.next) visit(child)
  }
  visit(top)
  return found
}
function liveFrames(root: Document | ShadowRoot): string[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const inner = (element as Partial<HTMLIFrameElement>).contentDocument
    const own =
      inner && element.localName === 'iframe' && stage.getRootNode() ? [describeLive(inner.documentElement), ...liveFrames(inner)] : []
    return [...own, ...(element.shadowRoot ? liveFrames(element.shadowRoot) : [])]
  })
}
/** What the recording says is what there is. */
async function expectSame(): Promise<void> {
  await until(async () => {
    const model = rebuild(await all())
    expect(model.unplaced).toBe(0)
    expect(modelFrames(model.document)).toEqual(liveFrames(document))
  })
}

test('srcdoc: what it holds, what changes in it, and frames in it', async () => {
  const frame = await open('<iframe srcdoc="<p id=x class=c>in</p>"></iframe>')
  start()
  await expectSame()
  const inner = frame.contentDocument!
  inner.querySelector('p')!.append('more', inner.createElement('b'))
  inner.querySelector('p')!.title = 'changed'
  await expectSame()
  const deep = inner.createElement('iframe')
  inner.body.append(deep)
  deep.contentDocument!.body.append('deep')
  await expectSame()
  deep.contentDocument!.body.append('deeper')
  await expectSame()
  expect((await allOf('frame')).map(({ doctype }) => doctype)).toEqual(['<!DOCTYPE html>', ''])
  expect((await allOf('loss')).filter(({ what }) => what === 'frame')).toEqual([])
})

test('about:blank and document.write, closed or not, again and again', async () => {
  await open('<i></i><iframe></iframe>')
  start()
  const frame = stage.querySelector('iframe')!
  const inner = frame.contentDocument!
  inner.write('<!DOCTYPE html><title>t</title><p>written')
  await expectSame()
  inner.write('<p>more')
  inner.close()
  await expectSame()
  inner.open()
  inner.write('<p>again <b id=b>x</b>')
  inner.close()
  await expectSame()
  inner.querySelector('b')!.click()
  expect((await allOf('click')).map(({ key, name }) => [key, name])).toEqual([[expect.stringMatching(/iframe:1>>#b$/), 'x']])
  inner.body.append('last')
  await expectSame()
})

test('another document in the same iframe; an iframe that is moved or comes late', async () => {
  const frame = await open('<iframe srcdoc="<p>one</p>"></iframe>')
  start()
  await expectSame()
  frame.srcdoc = '<p>two</p><iframe srcdoc=three></iframe>'
  await loaded(frame, 'two')
  await expectSame()
  stage.append(document.createElement('hr'), frame)
  await loaded(frame, 'two')
  await until(() => expect(frame.contentDocument!.querySelector('iframe')!.contentDocument!.body.textContent).toBe('three'))
  await expectSame()
  frame.remove()
  const late = document.createElement('iframe')
  late.srcdoc = '<p>late</p>'
  stage.append(late)
  await loaded(late, 'late')
  await expectSame()
  late.contentDocument!.body.append('!')
  await expectSame()
})

test('how far a frame was scrolled before it was recorded', async () => {
  const frame = await open('<iframe srcdoc="<div style=height:3000px></div>"></iframe>')
  frame.contentWindow!.scrollTo(0, 70)
  start()
  await until(async () => {
    const [told] = await allOf('scroll')
    expect(told).toMatchObject({ x: 0, y: 70 })
    expect(rebuild(await all()).node(told!.id)?.kind).toBe('document')
  })
})

test('frames in shadow trees, shadow trees in frames', async () => {
  await open('<div></div><iframe></iframe>')
  const root = stage.querySelector('div')!.attachShadow({ mode: 'open' })
  start()
  await expectSame()
  root.innerHTML = '<iframe srcdoc="<p>in shadow</p>"></iframe>'
  await loaded(root.querySelector('iframe')!, 'in shadow')
  await expectSame()
  const inner = stage.querySelector('iframe')!.contentDocument!
  const host = inner.body.appendChild(inner.createElement('div'))
  const closed = host.attachShadow({ mode: 'closed' })
  closed.append('closed')
  await until(async () => expect(modelFrames(rebuild(await all()).document).at(-1)).toContain('{"closed"}'))
  closed.append(' too')
  await until(async () => expect(modelFrames(rebuild(await all()).document).at(-1)).toContain('{"closed"" too"}'))
})

test('what is watched on the page is watched in its frames', async () => {
  const frame = await open(
    '<iframe style="margin:30px;border:5px solid;width:300px;height:200px" srcdoc="<style id=sheet></style><body style=margin:0><button style=position:absolute;left:10px;top:20px;width:100px;height:40px>Go</button><input id=i><div id=s style=height:3000px></div>"></iframe>',
  )
  start()
  const inner = frame.contentDocument!
  const view = frame.contentWindow as Window & typeof globalThis
  await expectSame()
  const idOf = async (name: string): Promise<number> => {
    const model = rebuild(await all())
    for (let id = 1; id <= model.lastId; id++) if (model.node(id)?.name === name || model.node(id)?.attributes.get('id') === name) return id
    return 0
  }
  const box = frame.getBoundingClientRect()
  const button = inner.querySelector('button')!
  button.dispatchEvent(new view.MouseEvent('click', { bubbles: true, composed: true, clientX: 60, clientY: 30, view }))
  const [click] = await allOf('click')
  expect(click).toMatchObject({ id: await idOf('button'), name: 'Go', relX: 0.5, relY: 0.25 })
  expect(click!.x).toBeCloseTo(box.left + 5 + 60 + scrollX, 1)
  expect(click!.y).toBeCloseTo(box.top + 5 + 30 + scrollY, 1)
  expect(click!.boxX).toBeCloseTo(box.left + 5 + 10 + scrollX, 1)
  expect(click!.boxY).toBeCloseTo(box.top + 5 + 20 + scrollY, 1)
  inner.dispatchEvent(new view.PointerEvent('pointermove', { bubbles: true, clientX: 1, clientY: 2, view }))
  expect((await allOf('pointer')).at(-1)!.points[0]).toMatchObject({ x: Math.round(box.left + 6), y: Math.round(box.top + 7) })

  inner.querySelector('input')!.value = 'typed'
  view.scrollTo(0, 120)
  inner.querySelector('style')!.sheet!.insertRule('b { color: red; }')
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync('i { color: blue; }')
  inner.adoptedStyleSheets = [sheet]
  const dialog = inner.body.appendChild(inner.createElement('dialog'))
  dialog.showModal()
  await until(async () => {
    const frameId = rebuild(await all()).node(await idOf('button'))!.parent!.parent!.parent!.id
    expect(await allOf('input')).toContainEqual(expect.objectContaining({ id: await idOf('input') }))
    expect(await allOf('scroll')).toContainEqual(expect.objectContaining({ id: frameId, x: 0, y: 120 }))
    const sheets = (await allOf('sheet')).map(({ owner, css }) => [owner, css.trim()])
    expect(sheets).toContainEqual([await idOf('sheet'), 'b { color: red; }'])
    const { sheets: adopted } = (await allOf('adopt')).find(({ id }) => id === frameId)!
    expect(sheets).toContainEqual([adopted[0], 'i { color: blue; }'])
    expect(await allOf('topLayer')).toContainEqual(expect.objectContaining({ layer: 'modal' }))
  })
})

test('masks and blocks of the page hold in its frames, and theirs in them; their sheets say which names are kept', async () => {
  stage.innerHTML =
    '<div data-playhead-mask><iframe id="m" srcdoc="<p>masked</p>"></iframe></div><iframe id="b" class="rr-block" srcdoc="<p>blocked</p>"></iframe>' +
    '<iframe id="i" srcdoc="<style>.known{}</style><p class=\'known unknown\'>told <b data-playhead-mask>hidden</b><u class=rr-block>gone</u></p><input type=password value=secret>"></iframe>'
  document.body.append(stage)
  for (const frame of stage.querySelectorAll('iframe')) await loaded(frame, frame.id === 'i' ? 'told' : 'ed')
  start()
  await until(async () => expect(await allOf('frame')).toHaveLength(2))
  const masked = stage.querySelector<HTMLIFrameElement>('#m')!.contentDocument!
  masked.body.append('hidden late')
  masked.querySelector('p')!.attachShadow({ mode: 'open' }).append('hidden in shadow')
  await all()
  masked.querySelector('p')!.shadowRoot!.append('hidden later')
  const text = JSON.stringify(await all())
  expect(text).toContain('told')
  for (const word of ['masked<', 'blocked<', 'hidden', 'gone', 'secret']) expect(text).not.toContain(word)
  await recording!.stop()
  start({ privacy: 'strict' })
  await until(async () => expect((await allOf('frame')).length).toBe(2))
  const told = (await allOf('frame')).at(-1)!.html
  expect(told).toContain('class="known"')
  expect(told).not.toContain('told')
})

test('a page that cannot be reached is a box, counted once; one that was reached before ends', async () => {
  const frame = await open('<iframe sandbox srcdoc="<p>far</p>"></iframe>')
  start()
  await until(async () => expect((await allOf('loss')).filter(({ what }) => what === 'frame')).toMatchObject([{ count: 1 }]))
  expect(await allOf('frame')).toEqual([])
  frame.removeAttribute('sandbox')
  frame.srcdoc = '<p>near</p>'
  await loaded(frame, 'near')
  await expectSame()
  frame.removeAttribute('srcdoc')
  frame.src = 'data:text/html,far'
  await until(() => expect(frame.contentDocument).toBeNull())
  await until(async () => expect(await allOf('foreignFrame')).toMatchObject([{ tab: '' }]))
  expect(modelFrames(rebuild(await all()).document)).toEqual(liveFrames(document))
  expect((await allOf('loss')).filter(({ what }) => what === 'frame')).toHaveLength(1)
})

test('a frame that is gone is let go of, and after the recording nothing of it is left in frames', async () => {
  const frame = await open('<iframe srcdoc="<p>one</p><div></div>"></iframe>')
  const kept = document.createElement('iframe')
  stage.append(kept)
  const view = kept.contentWindow as Window & typeof globalThis
  const { attachShadow } = view.Element.prototype
  start()
  await expectSame()
  expect(view.Element.prototype.attachShadow).not.toBe(attachShadow)
  frame.contentDocument!.querySelector('div')!.attachShadow({ mode: 'closed' }).append('x')
  frame.contentDocument!.querySelector('p')!.click()
  expect(await allOf('click')).toHaveLength(1)
  const gone = new WeakRef(frame.contentDocument!)
  stage.querySelector('iframe')!.remove()
  await all()
  await until(async () => {
    await (cdp() as unknown as { send(name: string): Promise<unknown> }).send('HeapProfiler.collectGarbage')
    // A failed comparison would keep what it compares.
    expect(gone.deref() === undefined).toBe(true)
  })
  await recording!.stop()
  expect(view.Element.prototype.attachShadow).toBe(attachShadow)
})

/** One random change in any of the documents. Numbers choose nodes, modulo how many there are. */
const step = fc.record({ kind: fc.nat(9), a: fc.nat(1000), b: fc.nat(1000), waits: fc.nat(4) })
function nodesIn(top: Node): Node[] {
  const found: Node[] = [top]
  for (const child of top.childNodes) found.push(...nodesIn(child))
  const inner = (top as Partial<HTMLIFrameElement>).contentDocument
  if (inner) found.push(...nodesIn(inner).slice(1))
  const root = (top as Partial<Element>).shadowRoot
  if (root) found.push(...nodesIn(root).slice(1))
  return found
}
function holds(outer: Node, inner: Node): boolean {
  for (let at: Node | null = inner; at;) {
    if (at === outer) return true
    at = at.parentNode ?? (at as ShadowRoot).host ?? (at as Document).defaultView?.frameElement ?? null
  }
  return false
}
function change(kind: number, a: number, b: number): void {
  const all = nodesIn(stage)
  const places = all.filter((node): node is Element => /^(?:div|p|body)$/.test((node as Element).localName))
  const frames = all.filter((node): node is HTMLIFrameElement => (node as Element).localName === 'iframe')
  const place = places[a % places.length]!
  const node = all[b % all.length]!
  const frame = frames[b % (frames.length || 1)]
  const make = (name: string, properties: object = {}): Element => Object.assign(place.ownerDocument.createElement(name), properties)
  const isOuter = (one: Node): boolean => one === stage || one.nodeType > 8 || /^(?:html|head|body)$/.test((one as Element).localName)
  if (kind === 0) place.prepend(make('p', { textContent: `p${b}` }))
  else if (kind === 1) place.append(make('iframe'))
  else if (kind === 2) place.append(make('iframe', { srcdoc: `<div>s${b}</div><iframe></iframe>` }))
  else if (kind === 3 && frame) {
    frame.contentDocument?.open()
    frame.contentDocument?.write(`<!doctype html><p>w${b}<div></div>`)
    if (a % 2) frame.contentDocument?.close()
  } else if (kind === 4 && !isOuter(node)) (node as ChildNode).remove()
  else if (kind < 7 && !isOuter(node) && !holds(node, place)) place.insertBefore(node, place.firstChild)
  else if (kind === 7) place.append(`t${b}`)
  else if (kind === 8 && node.nodeType === 3) (node as Text).data = `d${b}`
  else if (place.localName === 'div' && place !== stage && !place.shadowRoot)
    place.attachShadow({ mode: 'open' }).append(make('iframe'), make('div'))
}

test('any sequence of changes in frames rebuilds them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      stage.innerHTML = '<p>one</p><div></div><iframe></iframe><iframe srcdoc="<div>two</div>"></iframe>'
      document.body.append(stage)
      start()
      try {
        for (const { kind, a, b, waits } of steps) {
          change(kind, a, b)
          if (!waits) await new Promise((resolve) => void requestAnimationFrame(() => setTimeout(resolve)))
        }
        await expectSame()
      } finally {
        await recording!.stop()
      }
    }),
    { numRuns: 40 },
  )
})
