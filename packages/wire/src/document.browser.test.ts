import { describe, expect, test } from 'vitest'
import { hasNumberedChildren, type TextFix } from './build.ts'
import { createDocumentModel } from './document.ts'
import { decodeEvents, encodeEvents } from './codec.ts'
import type { DomEvent } from './event.ts'
import type { Namespace } from './html.ts'
import type { ModelNode } from './tree.ts'

const svgNs = 'http://www.w3.org/2000/svg'
const mathNs = 'http://www.w3.org/1998/Math/MathML'

/** Pages that HTML text can tell only to a reader that never repairs. */
const pages: Record<string, (doc: Document, roots: ShadowRoot[]) => void> = {
  empty() {},
  plain: parsed('<h1 class="a" id="b">Title</h1><p>One &amp; two &lt;b&gt; &nbsp;x<br>y<img src="a.png" alt="&quot;q&quot;"></p>'),
  comments: parsed('<!-- one --><p><!----><!--a-b->c--></p><!--> -->'),
  attributes: parsed('<p a b="" c=\'"\' =d="e" f"g="h" onclick="a<b && c>d" data-x="\n\t"></p><input disabled value="&amp;amp;">'),
  'pre and textarea with a first line break'(doc) {
    for (const name of ['pre', 'textarea', 'listing']) for (const text of ['\na', '\n\na', '\n']) put(doc.body, name).textContent = text
  },
  'svg and its integration points': parsed(
    '<svg viewBox="0 0 1 1" xmlns:xlink="http://www.w3.org/1999/xlink"><style>a > b {}</style><title>A<b>c</b></title><linearGradient id="g"><stop/></linearGradient><use xlink:href="#g"/><foreignObject><p>x<br>y<input></p></foreignObject><script>1 < 2</script><a><text>t</text></a></svg>',
  ),
  'html put into svg by script'(doc) {
    const svg = doc.body.appendChild(doc.createElementNS(svgNs, 'svg'))
    const group = svg.appendChild(doc.createElementNS(svgNs, 'g'))
    for (const name of ['br', 'div', 'img', 'p', 'input']) put(group, name)
    svg.appendChild(doc.createElementNS(svgNs, 'link')).appendChild(doc.createElementNS(svgNs, 'rect'))
    svg.appendChild(doc.createElementNS(svgNs, 'link'))
    put(svg, 'hr')
    put(doc.body, 'p').textContent = 'after'
  },
  mathml: parsed(
    '<math display="block"><mi>x<b>y</b></mi><mo>&lt;</mo><mrow><mn>1</mn><annotation-xml encoding="text/html"><p>h<br></p></annotation-xml></mrow></math>',
  ),
  'mathml made by script'(doc) {
    const math = doc.body.appendChild(doc.createElementNS(mathNs, 'math'))
    math.appendChild(doc.createElementNS(mathNs, 'mtext')).textContent = 'a < b & c'
    math.appendChild(doc.createElementNS(mathNs, 'mspace'))
  },
  'tables that a parser repairs'(doc) {
    const table = put(doc.body, 'table')
    put(put(table, 'tr'), 'td').textContent = 'row without a tbody'
    put(table, 'div').textContent = 'a div in a table'
    table.append('text in a table')
    put(put(doc.body, 'p'), 'table')
    put(put(doc.body, 'tr'), 'li').textContent = 'a row without a table'
    put(put(doc.body, 'select'), 'p').textContent = 'p in select'
  },
  'nesting that a parser undoes'(doc) {
    put(put(put(doc.body, 'form'), 'form'), 'form').append('inner')
    put(put(doc.body, 'p'), 'p').append('p in p')
    put(put(put(doc.body, 'a'), 'b'), 'a').append('a in a')
    put(put(doc.body, 'button'), 'button').append('button in button')
    put(put(doc.body, 'h1'), 'h2').append('h2 in h1')
    put(put(doc.body, 'body'), 'html').append('a body in a body')
    put(put(doc.body, 'li'), 'li').append('li in li')
  },
  'adjacent and empty text nodes'(doc) {
    const p = put(doc.body, 'p')
    for (const text of ['', 'a', '', '&', '<', '']) p.append(doc.createTextNode(text))
    put(p, 'b').append(doc.createTextNode(''), doc.createTextNode(''))
    for (const text of ['', '']) p.append(doc.createTextNode(text))
    p.append(doc.createComment(''), doc.createTextNode(''), 'x', 'y\u{1f600}z', doc.createTextNode(''))
    put(doc.body, 'div').append('')
    const style = put(doc.head, 'style')
    style.append('a > b', '', '{}')
  },
  'only empty texts'(doc) {
    doc.body.replaceChildren('', '', doc.createElement('i'), '')
    doc.documentElement.append('')
  },
  templates: parsed('<template><p>a<template><b></b></template></p><script>"</p>"</script></template><p>after</p><template></template>'),
  'scripts, frames and noscript': parsed(
    '<script>if (a < b && "</p>") {}</script><noscript><p>no "script"</noscript><iframe src="about:blank">in <b>frame</b></iframe><style>p::after{content:"<"}</style><xmp><b>&amp;</xmp><noembed><i></noembed>',
  ),
  'void elements with children'(doc) {
    put(put(doc.body, 'br'), 'b').append('never serialised')
    put(put(doc.body, 'img'), 'i')
    doc.body.append('after')
  },
  'open and closed shadow roots'(doc, roots) {
    const host = put(doc.body, 'x-open')
    host.append('light ', doc.createElement('b'))
    const open = host.attachShadow({ mode: 'open', delegatesFocus: true, serializable: true })
    open.innerHTML = '<style>b > i {}</style><slot></slot><x-inner></x-inner>'
    const closed = open.querySelector('x-inner')!.attachShadow({ mode: 'closed', clonable: true })
    closed.append('deep', '', doc.createElement('hr'))
    const empty = put(doc.body, 'div').attachShadow({ mode: 'open' })
    roots.push(open, closed, empty)
  },
  'a template that only looks like a shadow root'(doc, roots) {
    const host = put(doc.body, 'div')
    host.attachShadow({ mode: 'open' }).append('real')
    put(host, 'template').setAttribute('shadowrootmode', 'open')
    put(host, 'p').append('after')
    roots.push(host.shadowRoot!)
  },
  'foreign names and custom elements'(doc) {
    put(doc.body, 'x-a.b_c-é').setAttribute('é:x', '1')
    doc.body.append(doc.createElementNS('urn:x', 'p:q'), doc.createElementNS(null, 'Mixed'))
    put(doc.body, 'o:p').append('office')
  },
  'surrogates and odd characters': parsed('<p title="\u{1f600}\u2028">\u{1f600}\u200d\u{1f469}\ufeff \u0001 \u00a0&nbsp;</p>'),
  'a deep page'(doc) {
    let at: Element = doc.body
    for (let depth = 0; depth < 400; depth++) at = put(at, 'div')
  },
}

function parsed(html: string): (doc: Document) => void {
  return (doc) => {
    doc.body.innerHTML = html
  }
}
const put = (parent: Element, name: string): HTMLElement => parent.appendChild(parent.ownerDocument.createElement(name))

type Row = readonly [kind: string, nameOrData: string, parent: number]

/** Numbers a live page by the rules of the format, on its own. */
function numberLive(doc: Document, shadowOf: (element: Element) => ShadowRoot | undefined): { rows: Row[]; fix: TextFix } {
  const rows: Row[] = []
  const splits: { id: number; lengths: number[] }[] = []
  const empties: { id: number; parent: number }[] = []
  const visit = (node: Node, parent: number): void => {
    const kind = { 1: 'element', 3: 'text', 8: 'comment', 9: 'document', 11: 'shadow' }[node.nodeType]!
    const id = rows.push([kind, node instanceof node.ownerDocument!.defaultView!.Element ? node.localName : (node.nodeValue ?? ''), parent])
    if (kind === 'text' && node.previousSibling?.nodeType !== 3) {
      const lengths: number[] = []
      for (let at: Node | null = node; at?.nodeType === 3; at = at.nextSibling) lengths.push(at.nodeValue!.length)
      if (!lengths.some(Boolean)) lengths.forEach((_, i) => empties.push({ id: id + i, parent }))
      else if (lengths.length > 1) splits.push({ id, lengths })
    }
    children(node, id)
  }
  const children = (node: Node, id: number): void => {
    if (node.nodeType === 1) {
      const element = node as Element
      const shadow = shadowOf(element)
      if (shadow) visit(shadow, id)
      const namespace: Namespace = element.namespaceURI === svgNs ? 'svg' : element.namespaceURI === mathNs ? 'math' : 'html'
      if (!hasNumberedChildren(element.localName, namespace)) return
    }
    for (let child = node.firstChild; child; child = child.nextSibling) visit(child, id)
  }
  rows.push(['document', '', 0])
  visit(doc.documentElement, 1)
  return { rows, fix: { splits, empties } }
}

function rowsOf(node: (id: number) => ModelNode | undefined, count: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const { kind, name, data, parent } = node(i + 1)!
    return [kind, kind === 'element' ? name : data, parent?.id ?? 0]
  })
}

function openPage(build: (doc: Document, roots: ShadowRoot[]) => void): { doc: Document; html: string; roots: ShadowRoot[] } {
  const frame = document.body.appendChild(document.createElement('iframe'))
  const doc = frame.contentDocument!
  doc.open()
  doc.write('<!DOCTYPE html><html><head></head><body></body></html>')
  doc.close()
  const roots: ShadowRoot[] = []
  build(doc, roots)
  const root = doc.documentElement
  const tag = (root.cloneNode(false) as Element).outerHTML
  return { doc, roots, html: roots.length ? tag.replace('></html>', `>${root.getHTML({ shadowRoots: roots })}</html>`) : root.outerHTML }
}

const keyframe = (html: string, nodes: number, fix: TextFix): DomEvent => {
  const event = {
    type: 'keyframe',
    timeMs: 0,
    html,
    doctype: '<!DOCTYPE html>',
    url: '',
    base: '',
    nodes,
    width: 0,
    height: 0,
    scrollX: 0,
    scrollY: 0,
  } as const
  return decodeEvents(
    encodeEvents([{ ...event, splits: fix.splits.map((s) => ({ ...s, lengths: [...s.lengths] })), empties: [...fix.empties] }], 0),
    0,
  )[0] as DomEvent
}

describe('W7, W8, W9: what a browser serialises is rebuilt, numbered and serialised alike', () => {
  test.for(Object.keys(pages))('%s', (name) => {
    const { doc, html, roots } = openPage(pages[name]!)
    const live = numberLive(doc, (element) => roots.find((root) => root.host === element))
    const model = createDocumentModel()
    model.apply(keyframe(html, live.rows.length, live.fix))
    expect(model.html()).toBe(html)
    expect(rowsOf(model.node, live.rows.length)).toEqual(live.rows.map((row) => (row[1] === 'q' ? ['element', 'p:q', row[2]] : row)))
    expect(model.lastId).toBe(live.rows.length)
    expect(model.textFix()).toEqual(live.fix)
    const again = createDocumentModel()
    again.apply(model.keyframe(0))
    expect(again.html()).toBe(html)
    expect(again.keyframe(0)).toEqual(model.keyframe(0))
  })
})
