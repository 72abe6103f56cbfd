import { record } from '@rrweb/record'
import { Replayer } from 'rrweb'
import { afterEach, expect, test, vi } from 'vitest'
import { changeBetween } from '../change/change.ts'
import { createDocumentModel } from '../document.ts'
import { isDomEvent, type PlayheadEvent } from '../event.ts'
import { openEvents, readChunk } from '../chunk.ts'
import { createSessionId, createId } from '../id.ts'
import { chunksFromEvents } from '../split.ts'
import { rrwebFromEvents } from './export.ts'
import { eventsFromRrweb, type RrwebImport } from './import.ts'

afterEach(() => document.body.replaceChildren())

/** rrweb records the window it runs in: each visit happens in this page's body, beside the test runner's own nodes. */
async function recordVisit(html: string, steps: ((body: HTMLElement) => unknown)[]): Promise<{ rrweb: unknown[]; page: string }> {
  document.head.querySelectorAll('style').forEach((style) => style.remove())
  document.body.innerHTML = html
  const rrweb: unknown[] = []
  const stop = record({ emit: (event) => void rrweb.push(event), maskInputOptions: { password: true } })
  for (const step of steps) {
    await step(document.body)
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  }
  const page = canonical(document.body)
  stop?.()
  return { rrweb: JSON.parse(JSON.stringify(rrweb)) as unknown[], page }
}

const modelOf = (events: readonly PlayheadEvent[]): ReturnType<typeof createDocumentModel> => {
  const model = createDocumentModel()
  for (const event of events) if (isDomEvent(event)) model.apply(event)
  return model
}

/** HTML with shadow trees, without what either side leaves out: script text, form values, the sheet's spelling, empty text. */
function canonical(top: Element | ShadowRoot): string {
  let text = ''
  if (top instanceof top.ownerDocument.defaultView!.Element) {
    const attributes = [...top.attributes].filter(({ name }) => !/^(value|selected|checked|autocomplete|rr_.*|style)$/.test(name))
    const style = (top as HTMLElement).style?.cssText
    text = `<${top.localName}${attributes
      .map(({ name, value }) => ` ${name}="${value}"`)
      .sort()
      .join('')}${style ? ` style="${style}"` : ''}>`
    if (['script', 'style', 'noscript', 'template', 'iframe', 'textarea'].includes(top.localName)) return text
    const shadow = top.shadowRoot
    if (shadow) text += `#shadow(${canonical(shadow)})`
  }
  for (const child of top.childNodes) {
    if (child.nodeType === 1) text += canonical(child as Element)
    else if (child.nodeType === 3) text += (child as Text).data
    else if (child.nodeType === 8) text += `<!--${(child as Comment).data}-->`
  }
  return text
}

/** The body that a model's HTML describes, read by the browser's own parser. */
function bodyOfModel(model: ReturnType<typeof createDocumentModel>): string {
  const host = document.body.appendChild(document.createElement('iframe'))
  host.contentDocument!.open()
  host.contentDocument!.close()
  const doc = host.contentDocument!
  const root = doc.createElement('html')
  ;(root as Element).setHTMLUnsafe(/<body[^]*<\/body>/.exec(model.html())![0].replace(/<(\/?)body/g, '<$1main'))
  const text = canonical(root.querySelector('main')!)
  host.remove()
  return text.replace(/^<main/, '<body')
}

async function replay(rrweb: unknown[], read: (body: HTMLElement) => string = canonical): Promise<string> {
  const root = document.body.appendChild(document.createElement('div'))
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const replayer = new Replayer(rrweb as ConstructorParameters<typeof Replayer>[0], {
    root,
    speed: 1,
    mouseTail: false,
    showWarning: true,
    useVirtualDom: false,
  })
  const { totalTime } = replayer.getMetaData()
  replayer.pause(totalTime + 1)
  await new Promise((resolve) => setTimeout(resolve, 100))
  // The Replayer shows the pointer by a class.
  const text = read(replayer.iframe.contentDocument!.body).replaceAll(' class=":hover"', '')
  expect(warn.mock.calls.map((call) => call.map(String).join(' '))).toEqual([])
  warn.mockRestore()
  replayer.destroy()
  root.remove()
  return text
}

const shop = `<h1 class="title">Shop &amp; co</h1><ul id="list"><li>one</li><li>two <b>x</b></li><li>three</li></ul>
<form><input id="name" type="text"><input type="checkbox" id="box"><select id="size"><option value="s">S</option><option value="m">M</option></select><textarea id="note">hi</textarea></form>
<svg viewBox="0 0 9 9"><linearGradient id="g"><stop offset="1"></stop></linearGradient><rect width="5" height="5"></rect></svg>
<div id="host"></div><p id="p" style="color: red; margin: 1px">text</p><div id="a"><i>1</i></div><div id="b"></div>`

const visit: ((body: HTMLElement) => void)[] = [
  (body) => {
    body
      .querySelector('#list')!
      .append(...['four', 'five'].map((text) => Object.assign(document.createElement('li'), { innerHTML: `${text}<em class="n">!</em>` })))
    body.querySelector('#list')!.firstElementChild!.remove()
  },
  (body) => {
    const list = body.querySelector('#list')!
    list.prepend(list.lastElementChild!)
    const wrap = document.createElement('section')
    wrap.append('before ', body.querySelector('#a')!, ' after', '!')
    body.querySelector('#b')!.append(wrap)
  },
  (body) => {
    body.querySelector<HTMLElement>('#p')!.style.margin = '4px 5px'
    body.querySelector<HTMLElement>('#p')!.style.setProperty('padding', '2px', 'important')
    body.querySelector('#p')!.setAttribute('data-x', '"<&>"')
    body.querySelector('h1')!.removeAttribute('class')
    body.querySelector('h1')!.firstChild!.nodeValue = 'Changed < text'
  },
  (body) => {
    const shadow = body.querySelector('#host')!.attachShadow({ mode: 'open' })
    shadow.innerHTML = '<style>b{color:red}</style><b>in shadow</b><slot></slot>'
    body.querySelector('#host')!.append('light')
  },
  (body) => body.querySelector('#host')!.shadowRoot!.querySelector('b')!.replaceChildren('later', document.createElement('hr')),
  (body) => {
    const name = body.querySelector<HTMLInputElement>('#name')!
    name.value = 'typed'
    name.dispatchEvent(new Event('input', { bubbles: true }))
    body.querySelector<HTMLInputElement>('#box')!.click()
    const size = body.querySelector<HTMLSelectElement>('#size')!
    size.value = 'm'
    size.dispatchEvent(new Event('input', { bubbles: true }))
  },
  (body) => {
    // Inside out: the old parent ends up in its former child.
    const a = body.querySelector('#a')!
    const i = a.querySelector('i')!
    const section = body.querySelector('section')!
    body.append(i)
    i.append(section)
    for (let n = 0; n < 30; n++) section.insertBefore(document.createTextNode(`${n} `), section.childNodes[n % 3]!)
  },
  (body) => {
    const style = document.createElement('style')
    style.textContent = '#p { color: green } @media (min-width: 1px) { #b { color: blue } }'
    body.append(style)
  },
  (body) => {
    const sheet = body.querySelector<HTMLStyleElement>(':scope > style')!.sheet!
    sheet.insertRule('#a { top: 1px }', 1)
    ;(sheet.cssRules[2] as CSSMediaRule).insertRule('#c { left: 2px }', 1)
    ;(sheet.cssRules[0] as CSSStyleRule).style.setProperty('width', '3px')
    sheet.deleteRule(1)
  },
  (body) => body.querySelector('#list')!.remove(),
]

function check(found: RrwebImport, page: string): void {
  const model = modelOf(found.events)
  expect(model.unplaced).toBe(0)
  expect(bodyOfModel(model)).toBe(page)
  expect(found.skipped).toEqual([])
}

test('W14: a recording made by rrweb is imported: the model ends as the page did', async () => {
  const { rrweb, page } = await recordVisit(shop, visit)
  const found = eventsFromRrweb(rrweb)
  check(found, page)
  const model = modelOf(found.events)
  expect(found.events.filter((event) => event.type === 'click')).toHaveLength(1)
  const inputs = found.events.filter((event) => event.type === 'input')
  expect(inputs.map(({ value, checked, selected }) => value ?? checked ?? selected)).toEqual(expect.arrayContaining(['typed', true, 'm']))
  const sheet = found.events.findLast((event) => event.type === 'sheet')!
  expect(model.node(sheet.owner)!.name).toBe('style')
  expect(sheet.css.replace(/\s+/g, ' ')).toBe(
    '#p { color: green; width: 3px; } @media (min-width: 1px) { #b { color: blue; } #c { left: 2px } }',
  )
})

test('W14: an import survives being cut into chunks', async () => {
  const { rrweb, page } = await recordVisit(shop, visit)
  const found = eventsFromRrweb(JSON.stringify(rrweb))
  const events: PlayheadEvent[] = []
  for await (const bytes of chunksFromEvents(
    { session: createSessionId(found.startedAtMs), tab: createId(), view: createId() },
    found.events,
  ))
    for (const event of await openEvents(readChunk(bytes))) events.push(event)
  check({ ...found, events }, page)
})

test('W14: an export plays in rrweb and ends as the page did, both there and back', async () => {
  const { rrweb, page } = await recordVisit(shop, visit)
  document.body.innerHTML = ''
  const exported = rrwebFromEvents(eventsFromRrweb(rrweb).events, { asset: () => undefined })
  expect(await replay(exported)).toBe(page)
  check(eventsFromRrweb(exported), page)
})

test('W14: documents in iframes, and what changes in them, there and back', async () => {
  const inner = (body: HTMLElement): Document => body.querySelector('iframe')!.contentDocument!
  const { rrweb } = await recordVisit('<p>top</p><iframe srcdoc="<p id=x>in</p>"></iframe>', [
    (body) => vi.waitFor(() => expect(inner(body).querySelector('p')).not.toBeNull()),
    (body) => inner(body).body.append(document.createElement('hr'), 'added'),
    (body) => {
      const frame = inner(body).createElement('iframe')
      inner(body).body.append(frame)
      frame.contentDocument!.body.append('deep')
    },
    (body) => (inner(body).querySelector('p')!.title = 'changed'),
  ])
  document.body.innerHTML = ''
  const bodies = (events: readonly PlayheadEvent[]): string[] =>
    changeBetween(null, modelOf(events), 0).flatMap((event) => (event.type === 'frame' ? [/<body>(.*)<\/body>/.exec(event.html)![1]!] : []))
  const found = eventsFromRrweb(rrweb)
  expect(found.skipped).toEqual([])
  expect(bodies(found.events)).toEqual(['<p id="x" title="changed">in</p><hr>added<iframe></iframe>', 'deep'])
  expect(modelOf(found.events).unplaced).toBe(0)
  const exported = rrwebFromEvents(found.events, { asset: () => undefined })
  expect(bodies(eventsFromRrweb(exported).events)).toEqual(bodies(found.events))
  const replayed = await replay(exported, (body) => inner(body).body.innerHTML + inner(inner(body).body).body.innerHTML)
  expect(replayed).toBe('<p id="x" title="changed">in</p><hr>added<iframe></iframe>deep')
})

test('W14: a node under an id that is taken leaves the page as it leaves the page of the Replayer', async () => {
  const element = (id: number, tagName: string, attributes: object = {}, childNodes: object[] = []): object => ({
    type: 2,
    id,
    tagName,
    attributes,
    childNodes,
  })
  const inner = [element(6, 'p', {}, [{ type: 3, id: 7, textContent: 'one' }, element(8, 'b')]), element(9, 'i')]
  const html = element(3, 'html', {}, [element(4, 'head'), element(5, 'body', {}, inner)])
  const added: [node: object, parentId: number][] = [
    [element(6, 'p'), 5],
    [element(6, 'h1'), 5],
    [{ type: 3, id: 6, textContent: 'two' }, 5],
    [element(8, 'b'), 9],
  ]
  for (const [node, parentId] of added) {
    const rrweb = [
      { type: 4, timestamp: 1000, data: { href: 'https://shop.example/', width: 800, height: 600 } },
      { type: 2, timestamp: 1000, data: { node: { type: 0, id: 1, childNodes: [html] }, initialOffset: { left: 0, top: 0 } } },
      {
        type: 3,
        timestamp: 1500,
        data: { source: 0, texts: [], attributes: [], removes: [], adds: [{ parentId, nextId: null, node }] },
      },
    ]
    const page = await replay(structuredClone(rrweb))
    expect(bodyOfModel(modelOf(eventsFromRrweb(rrweb).events)), JSON.stringify(node)).toBe(page)
  }
})

test('W14: a random visit survives import, export and replay', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = createRandom(seed)
    const { rrweb, page } = await recordVisit(
      '<div><p>a</p><p>b</p></div>',
      Array.from({ length: 8 }, () => (body) => mutateAtRandom(body, random)),
    )
    document.body.innerHTML = ''
    const found = eventsFromRrweb(rrweb)
    expect(bodyOfModel(modelOf(found.events)), `seed ${seed}`).toBe(page)
    const exported = rrwebFromEvents(found.events, { asset: () => undefined })
    expect(bodyOfModel(modelOf(eventsFromRrweb(exported).events)), `seed ${seed}, back`).toBe(page)
    expect(await replay(exported), `seed ${seed}, replayed`).toBe(page)
  }
})

function createRandom(seed: number): (below: number) => number {
  let state = seed * 2654435761
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0
    return (state >>> 8) % below
  }
}

function mutateAtRandom(body: HTMLElement, random: (below: number) => number): void {
  for (let step = 0; step < 12; step++) {
    const all = [...body.querySelectorAll('*')]
    const one = all[random(all.length)]
    const other = all[random(all.length)] ?? body
    if (!one || random(10) < 4) {
      const made = document.createElement(['div', 'b', 'section'][random(3)]!)
      made.append(`t${random(100)}`, document.createElement('i'))
      other.insertBefore(made, other.childNodes[random(3)] ?? null)
    } else if (random(10) < 5 && !one.contains(other)) other.insertBefore(one, other.childNodes[random(3)] ?? null)
    else if (random(3) === 0 && all.length > 4) one.remove()
    else if (random(2)) one.setAttribute('title', `v${random(50)}`)
    else one.append(`+${random(9)}`)
  }
}
