import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { describeLive, describeModel, readEvents, rebuild } from '../../test/rebuild.ts'
import { record, type Recording } from '../record.ts'

let recording: Recording | null = null
let chunks: Uint8Array[] = []
const start = (): void => {
  chunks = []
  recording = record({ emit: (chunk) => void chunks.push(chunk), privacy: 'relaxed', assets: 'off', console: false, network: false })
}
afterEach(async () => {
  await recording?.stop()
  document.querySelector('#stage')?.remove()
})
function createStage(html = ''): HTMLElement {
  const stage = document.createElement('div')
  stage.id = 'stage'
  stage.innerHTML = html
  document.body.append(stage)
  return stage
}
async function expectSame(): Promise<void> {
  const live = describeLive(document.documentElement)
  await recording!.flush()
  const model = rebuild(await readEvents(chunks))
  expect(model.unplaced).toBe(0)
  expect(describeModel(model.document)).toBe(live)
}
const frame = (): Promise<void> => new Promise((resolve) => void requestAnimationFrame(() => setTimeout(resolve)))

test('a keyframe tells adjacent and empty texts, foreign content, tables and what the parser would repair', async () => {
  const stage = createStage(
    '<svg><style>a{}</style><foreignObject><p>x</p></foreignObject></svg><table><tr><td>1</table><template><b>t</b></template><pre>\n\nx</pre>',
  )
  const p = document.createElement('p')
  p.append('a', '', 'b', document.createComment('c'), '', 'd', '')
  p.append(document.createElement('div'))
  stage.append(p, '')
  const style = document.createElement('style')
  style.append('.x{', 'color:red}')
  stage.append(style)
  start()
  await expectSame()
})

test('trees that no HTML says are told by the slow way', async () => {
  const stage = createStage()
  stage.append(document.createComment(' --> <b>'))
  const script = document.createElement('script')
  script.type = 'text/plain'
  script.text = `var a = "</script><b>"`
  stage.append(script)
  const template = document.createElement('template')
  template.setAttribute('shadowrootmode', 'open')
  stage.append(document.createElement('i'), template)
  start()
  await recording!.flush()
  const model = rebuild(await readEvents(chunks))
  expect(model.html()).toContain('data-shadowrootmode')
})

test('a node that moves keeps its id; one that comes and goes within a frame is never told', async () => {
  const stage = createStage('<ul><li>1</li><li>2</li><li>3</li></ul>')
  start()
  await recording!.flush()
  const list = stage.firstElementChild!
  list.append(list.firstElementChild!)
  const passing = document.createElement('b')
  stage.append(passing)
  passing.remove()
  await expectSame()
  const types = (await readEvents(chunks)).map(({ type }) => type).filter((type) => /^(?:add|remove|move)$/.test(type))
  expect(types).toEqual(['move'])
})

test('numbers that move in styles are told as shifts, also after the element was away', async () => {
  const stage = createStage('<i></i><b></b>')
  start()
  await frame()
  const [i, b] = [...stage.children] as HTMLElement[]
  for (let step = 0; step < 6; step++) {
    i!.style.transform = `translate(${step * 1.25}px, ${-step}px)`
    b!.style.opacity = String(step / 7)
    if (step === 3) stage.append(i!)
    if (step === 4) i!.remove()
    if (step === 5) stage.append(i!)
    await frame()
  }
  await recording!.flush()
  const events = await readEvents(chunks)
  const model = rebuild(events)
  expect(events.some(({ type }) => type === 'restyle')).toBe(true)
  expect(model.unplaced).toBe(0)
  expect(model.html()).toContain('translate(6.25px, -5px)')
  expect(model.html()).toContain('opacity: 0.714')
})

test('parent and child change places', async () => {
  const stage = createStage('<div id=a><div id=b><i>x</i></div></div>')
  start()
  await frame()
  const [a, b] = [stage.querySelector('#a')!, stage.querySelector('#b')!]
  stage.append(b)
  b.append(a)
  await expectSame()
})

test('a shadow root that comes late, and what changes in it', async () => {
  const stage = createStage('<div>light</div>')
  start()
  await frame()
  const host = stage.firstElementChild!
  const root = host.attachShadow({ mode: 'open' })
  root.innerHTML = '<slot></slot><p>shadow</p>'
  await expectSame()
  root.querySelector('p')!.textContent = 'changed'
  root.append(document.createElement('hr'))
  await expectSame()
})

/** One random change. Numbers choose nodes, modulo how many there are. */
type Step = { kind: number; a: number; b: number; c: number }
const step = fc.record({ kind: fc.nat(13), a: fc.nat(1000), b: fc.nat(1000), c: fc.nat(1000) })

function apply(stage: HTMLElement, { kind, a, b, c }: Step, attic: Node[]): void {
  const all: Node[] = []
  const visit = (node: Node): void => {
    all.push(node)
    if ((node as Element).shadowRoot) [...(node as Element).shadowRoot!.childNodes].forEach(visit)
    node.childNodes.forEach(visit)
  }
  visit(stage)
  const elements = all.filter(
    (node): node is Element => node.nodeType === 1 && !/^(?:br|input|template)$/.test((node as Element).localName),
  )
  const element = elements[a % elements.length]!
  const node = all[b % all.length]!
  const before = element.childNodes[c % (element.childNodes.length + 1)] ?? null
  const names = ['div', 'p', 'span', 'br', 'input', 'table', 'b', 'svg', 'template', 'style']
  switch (kind) {
    case 0:
    case 1:
      return void element.insertBefore(document.createElement(names[b % names.length]!), before)
    case 2:
      return void element.insertBefore(document.createTextNode(b % 4 ? `t${b}` : ''), before)
    case 3:
      return void (node !== stage && node.parentNode!.removeChild(node))
    case 4:
    case 5:
    case 6:
      return void (!node.contains(element) && !crosses(node, element) && element.insertBefore(node, before === node ? null : before))
    case 7:
      return void (element !== stage && (element.innerHTML = `x<i>${b}</i><!--c--><b><u></u>y</b>`))
    case 8:
      return void (node.nodeType === 3 ? ((node as Text).data = `d${c}`) : element.append(`e${c}`))
    case 9:
      return void (element !== stage && element.setAttribute(['class', 'id', 'title'][b % 3]!, `v${c}`))
    case 10:
      return void (element !== stage && element.removeAttribute(['class', 'id', 'title'][b % 3]!))
    case 11: {
      // Out of the document, to come back changed, later.
      if (node === stage) return
      node.parentNode!.removeChild(node)
      if (node.nodeType === 1 && node.lastChild) attic.push(node.lastChild, node)
      else attic.push(node)
      return
    }
    case 12: {
      const kept = attic.splice(b % (attic.length || 1), 1)[0]
      if (kept && !kept.contains(element) && !crosses(kept, element)) element.insertBefore(kept, before === kept ? null : before)
      return
    }
    default:
      if (element !== stage && /^(?:div|p|span)$/.test(element.localName) && !element.shadowRoot) {
        element.attachShadow({ mode: 'open' }).innerHTML = `<slot></slot><em>${b}</em>`
      }
  }
}
/** Whether `node` holds `element` through shadow roots. */
function crosses(node: Node, element: Node): boolean {
  for (let at: Node | null = element; at; at = at.parentNode ?? (at as ShadowRoot).host ?? null) if (at === node) return true
  return false
}

test('any sequence of changes, over any number of tasks and frames, rebuilds the live page', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.nat(9)), { minLength: 1, maxLength: 60 }), async (steps) => {
      const stage = createStage('<div><p>one<b>two</b></p><p></p></div><span>three</span>')
      const attic: Node[] = []
      start()
      try {
        for (const [change, pause] of steps) {
          apply(stage, change, attic)
          if (pause === 0) await frame()
          else if (pause < 3) await Promise.resolve()
          else if (pause === 3) await new Promise((resolve) => void setTimeout(resolve))
        }
        await expectSame()
      } finally {
        await recording!.stop()
        stage.remove()
      }
    }),
    { numRuns: 200, interruptAfterTimeLimit: 60_000 },
  )
})
