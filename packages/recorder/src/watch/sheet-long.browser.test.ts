import { afterEach, expect, test } from 'vitest'
import { readSheets } from '../../test/read-sheets.ts'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(async () => {
  document.adoptedStyleSheets = []
  await stage.stop()
})
const told = (): ReturnType<typeof readSheets> => readSheets(stage)
const css = async (): Promise<string | undefined> => (await told()).at(-1)?.css
const sheetOf = (): CSSStyleSheet => stage.find<HTMLStyleElement>('style').sheet!
const plain = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim()
type Style = CSSStyleRule

/** Counts how often a getter is asked while `task` runs. */
async function countGets(target: object, name: string, task: () => unknown, hand = (value: unknown): unknown => value): Promise<number> {
  const own = Object.getOwnPropertyDescriptor(target, name)!
  let count = 0
  Object.defineProperty(target, name, {
    ...own,
    get() {
      count++
      return hand(own.get!.call(this))
    },
  })
  await task()
  Object.defineProperty(target, name, own)
  return count
}

test('a rule that is read again and again is written out once, and whatever is done with declarations is told', async () => {
  const rules = Array.from({ length: 1000 }, (_, i) => `.r${i} { color: red; }`).join('')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  document.adoptedStyleSheets = [sheet]
  stage = openStage(`<style>${rules}</style>`)
  await frames()
  for (const read of [sheetOf(), sheet]) {
    const last = async (): Promise<string | undefined> =>
      plain((await told()).findLast(({ owner }) => (owner === 0) === (read === sheet))?.css)
    const styles = (): CSSStyleDeclaration[] => Array.from(read.cssRules, (one) => (one as Style).style)
    styles()
    const count = (await told()).length
    await frames()
    await frames()
    expect(await countGets(CSSRule.prototype, 'cssText', styles)).toBe(0)
    await frames()
    expect(await told()).toHaveLength(count)
    // One of many, before anything was looked at.
    styles()[150]!.color = 'blue'
    await until(async () => expect(await last()).toContain('.r150 { color: blue; }'))
    const kept = styles()[999]!
    await frames()
    await new Promise((resolve) => setTimeout(resolve, 300))
    kept.color = 'lime'
    await until(async () => expect(await last()).toContain('.r999 { color: lime; }'))
  }
})

test('many rules that are changed at once are told, however soon the page is left', async () => {
  stage = openStage(`<style>${Array.from({ length: 1000 }, (_, i) => `.r${i} { color: red; }`).join('')}</style>`)
  await frames()
  for (const one of sheetOf().cssRules) (one as Style).style.color = 'blue'
  expect(await css()).not.toContain('red')
})

test('a rule that comes to a long sheet, or goes, is looked at alone', async () => {
  stage = openStage('<style></style>', {}, (node) => {
    const { sheet } = node.querySelector('style')!
    for (let i = 0; i < 2000; i++) sheet!.insertRule(`.r${i} { color: red; }`, i)
  })
  await frames()
  const sheet = sheetOf()
  let looked = 0
  const watched = (list: unknown): unknown =>
    new Proxy(list as CSSRuleList, {
      get(rules, key) {
        if (/^\d+$/.test(String(key))) looked++
        const value: unknown = Reflect.get(rules, key)
        return typeof value === 'function' && key !== Symbol.iterator ? value.bind(rules) : value
      },
    })
  const look = async (edit: () => void): Promise<number> => {
    looked = 0
    await countGets(
      CSSStyleSheet.prototype,
      'cssRules',
      async () => {
        edit()
        await frames()
      },
      watched,
    )
    return looked
  }
  expect(await look(() => sheet.insertRule('.end { color: red; }', 2000))).toBeLessThan(20)
  expect(await look(() => sheet.insertRule('.middle { color: red; }', 1000))).toBeLessThan(20)
  expect(await look(() => sheet.deleteRule(500))).toBeLessThan(20)
  ;(sheet.cssRules[700] as CSSStyleRule).selectorText = '.first'
  await frames()
  const edits = await stage.allOf('sheetEdit')
  expect(edits.map(({ index, removed, css: text }) => [index, removed, text])).toEqual([
    [2000, 0, '.end { color: red; }'],
    [1000, 0, '.middle { color: red; }'],
    [500, 1, undefined],
    [700, 1, '.first { color: red; }'],
  ])
  expect(await css()).toBe(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'))
})

test('whatever is done to a sheet in a frame, its text is right', async () => {
  stage = openStage('<style></style>')
  const sheet = sheetOf()
  let seed = 7
  const random = (below: number): number => (seed = (seed * 16807) % 2147483647) % below
  for (let round = 0; round < 40; round++) {
    for (let i = random(5); i >= 0; i--) {
      const { length } = sheet.cssRules
      const kind = random(4)
      if (kind < 2 || !length) sheet.insertRule(`.r${round}-${i} { left: ${random(9)}px; }`, random(length + 1))
      else if (kind === 2) sheet.deleteRule(random(length))
      else (sheet.cssRules[random(length)] as CSSStyleRule).style.left = `${random(9)}px`
    }
    await frames()
  }
  expect(await css()).toBe(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'))
})
