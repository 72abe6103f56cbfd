import { afterEach, expect, test, vi } from 'vitest'
import { openStage, type Stage } from '../../test/stage.ts'
import { readEvents, rebuild } from '../../test/rebuild.ts'
import { record } from '../record.ts'
import { forget } from './capture.ts'
import { type Numbering, numberNodes } from './number.ts'

const levels = 10_000

/** Hidden: laid out, it would be too much for the browser itself. */
function createDeep(bottom: Node | string = 'bottom'): HTMLElement {
  const top = document.createElement('section')
  top.hidden = true
  let at: HTMLElement = top
  for (let i = 1; i < levels; i++) at = at.appendChild(document.createElement('div'))
  at.append(bottom)
  return top
}
let stage: Stage | null = null
afterEach(async () => {
  await stage?.stop()
  stage = null
})
/** What the reader has of the stage, as HTML. */
async function readDeep(): Promise<string> {
  const events = await stage!.all()
  expect(events.filter(({ type }) => type === 'loss')).toEqual([])
  const model = rebuild(events)
  expect(model.unplaced).toBe(0)
  return /<section[^]*<\/section>/.exec(model.html())?.[0] ?? ''
}

test('a page of ten thousand levels is told, and what changes at their bottom', async () => {
  let deep!: HTMLElement
  stage = openStage('<p>top</p>', { privacy: 'strict', unmask: 'section' }, (at) => at.append((deep = createDeep())))
  expect(await readDeep()).toBe(deep.outerHTML)
  const bottom = deep.getElementsByTagName('div')[levels - 2]!
  bottom.firstChild!.nodeValue = 'changed'
  bottom.append(document.createElement('i'))
  expect(await readDeep()).toBe(deep.outerHTML)
})

test('such a tree can come, go, be walked by hand and hold shadow roots', async () => {
  stage = openStage('<p>top</p>')
  await stage.all()
  const p = stage.find('p')
  const host = document.createElement('div')
  host.attachShadow({ mode: 'open' }).append('in a root')
  for (const bottom of ['bottom', document.createComment(' --> '), host]) {
    const deep = createDeep(bottom)
    p.append(deep)
    const html = await readDeep()
    expect(html.length).toBeGreaterThan(levels * 10)
    expect(html.match(/<div>/g)!.length).toBeGreaterThanOrEqual(levels - 1)
    deep.remove()
    expect(await readDeep()).toBe('')
    p.append(deep)
    expect(await readDeep()).toBe(html)
    deep.remove()
  }
})

test('what is clicked has a name, however deep that stands', async () => {
  stage = openStage('<button>x</button>', {}, (at) => at.querySelector('button')!.replaceChildren(createDeep('Buy')))
  await stage.all()
  stage.find('button').click()
  await expect.poll(async () => (await stage!.allOf('click'))[0]?.name).toBe('Buy')
})

test('ids that were given are not given again, also where numbering did not get to its end', () => {
  const numbering: Numbering = {
    ids: new WeakMap(),
    styles: new WeakMap(),
    nextId: 5,
    blocked: new WeakSet(),
    frames: new WeakMap(),
    isSlow: false,
    shadowRootOf(element) {
      if (element.localName === 'b') throw new Error()
      return null
    },
  }
  const top = document.createElement('div')
  top.innerHTML = '<i>x</i><b></b>'
  expect(() => numberNodes(numbering, top.firstChild, null, 1, 'html')).toThrow()
  expect(numbering.nextId).toBe(8)
  const gone: number[] = []
  expect(() => forget(numbering, top, (_, id) => gone.push(id))).toThrow()
  expect(gone).toEqual([5, 6, 7])
})

test('where changes could not be told, the page is told as a whole', async () => {
  const chunks: Uint8Array[] = []
  document.body.insertAdjacentHTML('beforeend', '<main id="stage"><form class="a"><i></i></form></main>')
  const form = document.querySelector('#stage form')!
  const recording = record({ privacy: 'relaxed', assets: 'off', unmask: '#stage', emit: (chunk) => void chunks.push(chunk) })
  try {
    await recording.flush()
    form.insertAdjacentHTML('afterend', '<input name="getAttribute">')
    form.append(document.querySelector('#stage input')!)
    form.className = 'b'
    await vi.waitFor(
      async () => {
        await recording.flush()
        const events = await readEvents(chunks)
        expect(events.filter(({ type }) => type === 'keyframe')).toHaveLength(2)
        expect(rebuild(events).html()).toContain('<form class="b">')
      },
      { timeout: 10_000 },
    )
  } finally {
    await recording.stop()
    document.querySelector('#stage')!.remove()
  }
})
