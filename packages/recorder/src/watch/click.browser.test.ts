import { expect, test, vi } from 'vitest'
import { openStage, type Stage } from '../../test/stage.ts'

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
const responses = (stage: Stage): Promise<[kind: string, afterMs: number][]> =>
  stage.allOf('response').then((all) => all.map(({ kind, afterMs }) => [kind, afterMs]))

/** Pages that change by themselves, and how each is stopped. */
const restless: Record<string, (clock: HTMLElement) => () => void> = {
  'text that is replaced each second': (clock) => every(1000, () => (clock.textContent = new Date().toISOString())),
  'text that is edited each second': (clock) => {
    const text = clock.firstChild as Text
    return every(1000, () => (text.data = new Date().toISOString()))
  },
  'elements that are replaced five times a second': (clock) =>
    every(200, () => clock.replaceChildren(Object.assign(document.createElement('i'), { textContent: String(Date.now()) }))),
  'a style that changes with each picture': (clock) => {
    let isOn = true
    const step = (at: number): void => {
      clock.style.opacity = String((at % 1000) / 1000)
      if (isOn) requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
    return () => void (isOn = false)
  },
}
function every(ms: number, task: () => unknown): () => void {
  const timer = setInterval(task, ms)
  return () => clearInterval(timer)
}
const html = '<p id="clock">0</p><button id="dead">Dead</button><button id="live">Live</button><output>0</output>'

test.each(Object.entries(restless))('beside %s a dead click is one, and a live one is answered', { timeout: 30_000 }, async (_, begin) => {
  const stage = openStage(html)
  const stop = begin(stage.find('#clock'))
  stage.find('#live').onclick = () => void setTimeout(() => (stage.find('output').textContent = 'done'), 50)
  await sleep(3200)
  stage.find('#dead').click()
  await sleep(2700)
  expect((await responses(stage)).map(([kind]) => kind)).toEqual(['none'])
  // The clock is known by now, and people click on.
  stage.find('#dead').click()
  await sleep(2700)
  stage.find('#live').click()
  await sleep(600)
  const [, dead, live] = await responses(stage)
  expect(dead?.[0]).toBe('none')
  expect(live?.[0]).toBe('mutation')
  expect(live![1]).toBeGreaterThanOrEqual(50)
  stop()
  await stage.stop()
})

test('a counter that each click moves answers each click', { timeout: 20_000 }, async () => {
  const stage = openStage(html)
  const output = stage.find('output')
  stage.find('#live').onclick = () => (output.textContent = String(Number(output.textContent) + 1))
  await sleep(300)
  for (let i = 0; i < 5; i++) {
    stage.find('#live').click()
    await sleep(400)
  }
  await vi.waitFor(async () => expect((await responses(stage)).map(([kind]) => kind)).toEqual(Array(5).fill('mutation')), 10_000)
  await stage.stop()
})

test('what changed by itself just before, and answers unevenly, answers when it did', { timeout: 20_000 }, async () => {
  const stage = openStage(html)
  const output = stage.find('output')
  await sleep(2600)
  output.textContent = 'loaded'
  await sleep(900)
  stage.find('#live').click()
  setTimeout(() => (output.textContent = 'wait'), 60)
  setTimeout(() => (output.textContent = 'here'), 300)
  await vi.waitFor(async () => expect(await responses(stage)).toHaveLength(1), 10_000)
  const [[kind, afterMs]] = (await responses(stage)) as [[string, number]]
  expect(kind).toBe('mutation')
  expect(afterMs).toBeLessThan(300)
  await stage.stop()
})

test('an answer in view counts, whatever else changes out of sight', { timeout: 20_000 }, async () => {
  const stage = openStage(`${html}<div style="position:absolute;top:-9999px">${'<b>x</b>'.repeat(300)}</div>`)
  stage.find('#live').onclick = () => {
    stage.find('output').textContent = 'done'
    for (const one of document.querySelectorAll('b')) one.title = 'y'
  }
  await sleep(300)
  stage.find('#live').click()
  await sleep(400)
  expect((await responses(stage)).map(([kind]) => kind)).toEqual(['mutation'])
  await stage.stop()
})

test('setting thousands of radio buttons asks each group once', { timeout: 30_000 }, async () => {
  const stage = openStage(`<form>${'<input type="radio">'.repeat(4000)}</form>`)
  await vi.waitFor(async () => expect(await stage.allOf('keyframe')).toHaveLength(1), 10_000)
  let asked = 0
  const { querySelectorAll } = Element.prototype
  Element.prototype.querySelectorAll = function (this: Element, ...args: Parameters<typeof querySelectorAll>) {
    asked++
    return querySelectorAll.apply(this, args)
  }
  const original = document.querySelectorAll.bind(document)
  document.querySelectorAll = (selector: string) => {
    asked++
    return original(selector)
  }
  const radios = [...original<HTMLInputElement>('[type=radio]')]
  for (const radio of radios) radio.checked = true
  const atOnce = asked
  await sleep(300)
  Element.prototype.querySelectorAll = querySelectorAll
  Reflect.deleteProperty(document, 'querySelectorAll')
  expect(atOnce).toBe(0)
  expect((await stage.allOf('input')).filter(({ checked }) => checked)).toHaveLength(4000)
  await stage.stop()
})

test('what goes away with what was clicked answers it', { timeout: 20_000 }, async () => {
  const stage = openStage(
    '<aside id="a"><button>Close</button></aside><dialog id="b"><form method="dialog"><button>Close</button></form></dialog><div id="c"><button>Close</button></div>',
  )
  const ways: Record<string, () => void> = {
    a: () => void (stage.find('#a').hidden = true),
    b: () => stage.find<HTMLDialogElement>('#b').close(),
    c: () => void (stage.find('#c').style.display = 'none'),
  }
  stage.find<HTMLDialogElement>('#b').show()
  await sleep(300)
  for (const [id, close] of Object.entries(ways)) {
    stage.find(`#${id} button`).onclick = close
    stage.find(`#${id} button`).click()
    await sleep(100)
  }
  await sleep(2600)
  expect((await responses(stage)).map(([kind]) => kind)).toEqual(['mutation', 'mutation', 'mutation'])
  await stage.stop()
})

test('where the page scrolls to answers a click; that somebody scrolls on does not', { timeout: 20_000 }, async () => {
  const stage = openStage(`${html}<div style="height: 5000px"></div>`)
  await sleep(300)
  stage.find('#live').onclick = () => window.scrollTo(0, 300)
  stage.find('#live').click()
  await sleep(300)
  stage.find('#dead').click()
  await sleep(1200)
  window.scrollTo(0, 900)
  await sleep(1700)
  expect((await responses(stage)).map(([kind]) => kind)).toEqual(['scroll', 'none'])
  await stage.stop()
})

test(
  'to leave long after a click answers one on a link; of others it is unknown whether anything would have',
  { timeout: 20_000 },
  async () => {
    const stage = openStage(`${html}<a href="#" onclick="return false">Slow</a>`)
    await sleep(300)
    stage.find('#dead').click()
    stage.find('a').click()
    await sleep(1300)
    window.dispatchEvent(new Event('pagehide'))
    await sleep(200)
    expect((await responses(stage)).map(([kind]) => kind)).toEqual(['navigation'])
    stage.find('#dead').click()
    await sleep(100)
    window.dispatchEvent(new Event('pagehide'))
    await sleep(200)
    expect((await responses(stage)).map(([kind]) => kind)).toEqual(['navigation', 'navigation'])
    await stage.stop()
  },
)
