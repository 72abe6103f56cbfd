import type { EventOf, EventType, PlayheadEvent } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { readEvents, rebuild } from '../test/rebuild.ts'
import { until } from '../test/until.ts'
import { record, type Recording } from './record.ts'

let recording: Recording
let chunks: Uint8Array[] = []
let stage: HTMLElement
function start(html: string, options: object = {}): void {
  chunks = []
  stage = document.createElement('div')
  stage.innerHTML = html
  document.body.append(stage)
  recording = record({ emit: (chunk) => void chunks.push(chunk), privacy: 'relaxed', assets: 'off', ...options })
}
afterEach(async () => {
  await recording.stop()
  stage.remove()
})
const all = async (): Promise<PlayheadEvent[]> => {
  await recording.flush()
  return readEvents(chunks)
}
const allOf = async <T extends EventType>(type: T): Promise<EventOf<T>[]> =>
  (await all()).filter((event) => event.type === type) as unknown as EventOf<T>[]
const find = <T extends Element = HTMLElement>(selector: string): T => stage.querySelector<T>(selector)!
const frames = (): Promise<void> => new Promise((resolve) => void requestAnimationFrame(() => requestAnimationFrame(() => resolve())))

test('a container’s scroll, the page’s scroll and how far it went', async () => {
  start('<div id="box" style="height:50px;overflow:auto"><p style="height:500px">x</p></div><p style="height:5000px">y</p>')
  find('#box').scrollTop = 120
  window.scrollTo(0, 700)
  await until(async () => expect((await allOf('depth')).at(-1)).toMatchObject({ toY: 700 }))
  const offsets = (await allOf('scroll')).map(({ id, y }) => [id, y])
  expect(offsets).toContainEqual([1, 700])
  expect(offsets.some(([id, y]) => id !== 1 && y === 120)).toBe(true)
  window.scrollTo(0, 0)
})

test('sheets that scripts edit', async () => {
  start('<style></style><div class="host"></div>')
  const { sheet } = find<HTMLStyleElement>('style')
  sheet!.insertRule('.a { color: red; }')
  const adopted = new CSSStyleSheet()
  adopted.replaceSync('.b { color: blue; }')
  document.adoptedStyleSheets = [adopted]
  await frames()
  expect((await allOf('sheet')).map(({ css }) => css.trim())).toEqual(expect.arrayContaining(['.a { color: red; }', '.b { color: blue; }']))
  adopted.replaceSync('.c { color: blue; }')
  document.adoptedStyleSheets.push(new CSSStyleSheet())
  await frames()
  const { id, sheets } = (await allOf('adopt')).at(-1)!
  expect([id, sheets.length]).toEqual([1, 2])
  expect((await allOf('sheet')).findLast(({ owner }) => owner === sheets[0])!.css).toBe('.c { color: blue; }')
  document.adoptedStyleSheets = []
})

test('strict: a name that was masked is told once a sheet uses it; other names ask for no keyframe', async () => {
  start('<p class="late">x</p>', { privacy: 'strict' })
  await frames()
  const count = async (): Promise<number> => (await allOf('keyframe')).length
  const before = await count()
  stage.insertAdjacentHTML('beforeend', '<style>.elsewhere { color: red }</style>')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await count()).toBe(before)
  stage.insertAdjacentHTML('beforeend', '<style>.late { color: red }</style>')
  await until(async () => expect(rebuild(await all()).html()).toContain('<p class="late">'))
})

test('form controls, by hand and by script; facts of the form', async () => {
  start('<form name="f"><input id="t"><input id="c" type="checkbox"><select id="s"><option>a<option>b</select></form>')
  find<HTMLInputElement>('#t').value = 'abcdef'
  find('#c').click()
  find<HTMLSelectElement>('#s').selectedIndex = 1
  find('#t').focus()
  await frames()
  const inputs = await allOf('input')
  expect(inputs.find(({ value }) => value !== undefined)?.value).toBe('•••••••')
  expect(inputs.some(({ checked }) => checked)).toBe(true)
  expect(inputs.some(({ selected }) => selected?.[0] === 1)).toBe(true)
  expect((await allOf('form')).map(({ action }) => action)).toEqual(expect.arrayContaining(['change', 'focus']))
})

test('a click that nothing answers, beside one that something does', async () => {
  start('<div id="dead" style="cursor:pointer">Dead</div><button id="live">Live</button>')
  find('#live').addEventListener('click', () => void (find('#live').textContent = 'Done'))
  find('#dead').click()
  await new Promise((resolve) => void setTimeout(resolve, 2600))
  find('#live').click()
  await until(async () => expect(await allOf('response')).toHaveLength(2))
  expect((await allOf('response')).map(({ kind }) => kind)).toEqual(['none', 'mutation'])
  const [dead, live] = await allOf('click')
  expect(dead).toMatchObject({ name: 'Dead', interactive: false, affordance: 'cursor', tag: 'div' })
  expect(live).toMatchObject({ name: 'Live', interactive: true, tag: 'button' })
})

test('what answers a later click answers no click elsewhere before it', async () => {
  start('<button id="dead">Dead</button><button id="live">Live</button><label>Box <input type="checkbox"></label>')
  find('#live').addEventListener('click', () => void (find('#live').textContent = 'Done'))
  await userEvent.click(find('#dead'))
  await userEvent.click(find('#dead'))
  await userEvent.click(find('#live'))
  await until(async () => expect(await allOf('response')).toHaveLength(3))
  const kinds = new Map((await allOf('response')).map(({ ordinal, kind }) => [ordinal, kind]))
  // The first click moved the focus, the second did nothing.
  expect(kinds.get(2)).toBe('none')
  expect(kinds.get(3)).not.toBe('none')
  await userEvent.click(find('label'))
  await until(async () => expect((await allOf('response')).length).toBeGreaterThanOrEqual(4))
  expect((await allOf('response')).find(({ ordinal }) => ordinal === 4)?.kind).not.toBe('none')
})

test('looking away answers a click at once, and no click after a second', async () => {
  start('<button>One</button><button>Two</button>')
  const [one, two] = stage.querySelectorAll('button')
  one!.click()
  await new Promise((resolve) => void setTimeout(resolve, 1100))
  two!.click()
  document.dispatchEvent(new Event('visibilitychange'))
  await new Promise((resolve) => void setTimeout(resolve, 1600))
  expect((await allOf('response')).map(({ ordinal, kind }) => [ordinal, kind])).toEqual([[2, 'visibility']])
})

test('what the browser measures once is told once', async () => {
  start('<p>x</p>')
  const measured = async (): Promise<string[]> => (await allOf('vital')).map(({ name }) => name)
  await until(async () => expect(await measured()).toContain('TTFB'))
  await new Promise((resolve) => void setTimeout(resolve, 300))
  const names = await measured()
  for (const name of ['TTFB', 'FCP'] as const) expect(names.filter((found) => found === name).length, name).toBeLessThanOrEqual(1)
  expect(names).toContain('TTFB')
})

test('a route change is a page view, a query change is none; requests with their status', async () => {
  start('<p>x</p>')
  const { pathname } = location
  history.pushState(null, '', '?tab=1')
  history.pushState(null, '', '/other/place')
  await fetch('/definitely-not-there.json').catch(() => undefined)
  await fetch('http://localhost:1/').catch(() => undefined)
  history.replaceState(null, '', pathname)
  const pages = await allOf('page')
  expect(pages.map(({ kind, url }) => [kind, new URL(url).pathname])[1]).toEqual(['route', '/other/place'])
  expect(new Set(pages.map(({ view }) => view)).size).toBe(pages.length)
  const requests = await allOf('request')
  expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/definitely-not-there.json', '/'])
  expect(requests[1]!.status).toBe(0)
})

test('a blocked element is an empty box of its size, also when it is marked late', async () => {
  start('<div class="rr-block" style="width:90px;height:40px">secret</div><div id="late">late</div>')
  await frames()
  find('#late').className = 'ph-no-capture'
  find('#late').textContent = 'secret two'
  await frames()
  const events = await all()
  const html = rebuild(events).html()
  expect(html).toContain('width:90px;height:40px')
  expect(html).not.toContain('>late<')
  expect(JSON.stringify(events)).not.toContain('secret')
})

test('a modal dialog is told as one', async () => {
  start('<dialog>hello</dialog>')
  await frames()
  find<HTMLDialogElement>('dialog').showModal()
  await until(async () => expect((await allOf('topLayer')).map(({ layer }) => layer)).toEqual(['modal']))
  find<HTMLDialogElement>('dialog').close()
  await until(async () => expect((await allOf('topLayer')).map(({ layer }) => layer)).toEqual(['modal', 'none']))
})

test('two recordings of one page do not know of each other, and a failing hook is counted, not thrown', async () => {
  start('<p>one</p>')
  const others: Uint8Array[] = []
  const other = record({ emit: (chunk) => void others.push(chunk), privacy: 'strict', assets: 'off' })
  find('p').textContent = 'two'
  const broken = document.createElement('button')
  stage.append(broken)
  Object.defineProperty(broken, 'closest', {
    value: () => {
      throw new RangeError('broken page')
    },
  })
  broken.click()
  await frames()
  await other.stop()
  expect(rebuild(await readEvents(others)).html()).toContain('<p>xxx</p>')
  const events = await all()
  expect(rebuild(events).html()).toContain('<p>two</p>')
  expect(events).toContainEqual(expect.objectContaining({ type: 'loss', what: 'hook-error', detail: 'RangeError' }))
})

test('failures that cannot be told yet are told when they can', async () => {
  start('<button>Buy</button>')
  await frames()
  const { now } = Date
  Date.now = () => {
    throw new RangeError('no clock')
  }
  try {
    for (let i = 0; i < 5; i++) find('button').click()
    await recording.flush()
  } finally {
    Date.now = now
  }
  const counts = (await allOf('loss')).flatMap(({ what, count }) => (what === 'hook-error' ? [count] : []))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5)
})
