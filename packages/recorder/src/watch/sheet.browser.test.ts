import { partEnd } from '@playhead/wire'
import { afterEach, expect, test } from 'vitest'
import { readSheets } from '../../test/read-sheets.ts'
import { rebuild } from '../../test/rebuild.ts'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(async () => {
  document.adoptedStyleSheets = []
  await stage.stop()
})
const told = (owner?: number): ReturnType<typeof readSheets> => readSheets(stage, owner)
const css = async (owner?: number): Promise<string | undefined> => (await told(owner)).at(-1)?.css
const sheetOf = (selector = 'style'): CSSStyleSheet => stage.find<HTMLStyleElement>(selector).sheet!
const plain = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim()

const grouped = `
.a { color: red; & b { color: red; } }
@media all { .m { color: red; } }
@supports (color: red) { .s { color: red; } }
@layer one { .l { color: red; } }
@container (width > 1px) { .c { color: red; } }
@keyframes k { from { color: red; } }
@font-face { font-family: f; src: url(f.woff2); }
`
type Style = CSSStyleRule & CSSGroupingRule & CSSMediaRule & CSSKeyframesRule
const rule = (...path: number[]): Style => {
  let at: CSSStyleSheet | Style = sheetOf()
  for (const index of path) at = at.cssRules[index] as Style
  return at as Style
}

test.each<[string, () => void, string]>([
  ['a rule inserted', () => void sheetOf().insertRule('.new { color: blue; }', 1), '.new { color: blue; }'],
  ['addRule', () => void sheetOf().addRule('.new', 'color: blue'), '.new { color: blue; }'],
  ['in @media', () => void rule(1).insertRule('.new { color: blue; }'), '@media all { .new { color: blue; }'],
  ['in @supports', () => void rule(2).insertRule('.new { color: blue; }'), '@supports (color: red) { .new { color: blue; }'],
  ['in @layer', () => void rule(3).insertRule('.new { color: blue; }'), '@layer one { .new { color: blue; }'],
  ['in @container', () => void rule(4).insertRule('.new { color: blue; }'), '@container (width > 1px) { .new { color: blue; }'],
  ['in a style rule', () => void rule(0).insertRule('& i { color: blue; }'), '& i { color: blue; }'],
  ['in @keyframes', () => rule(5).appendRule('to { color: blue; }'), '100% { color: blue; }'],
  ['a property set', () => void (rule(0).style.color = 'blue'), '.a { color: blue;'],
  ['a property of a nested rule', () => void (rule(0, 0).style.color = 'blue'), '& b { color: blue; }'],
  ['a property in a group', () => void (rule(1, 0).style.color = 'blue'), '.m { color: blue; }'],
  ['a property of a keyframe', () => void (rule(5, 0).style.color = 'blue'), '0% { color: blue; }'],
  ['setProperty', () => rule(0).style.setProperty('color', 'blue', 'important'), '.a { color: blue !important;'],
  ['removeProperty', () => void rule(0).style.removeProperty('color'), '.a { & b { color: red; }'],
  ['cssText', () => void (rule(0).style.cssText = 'color: blue'), '.a { color: blue;'],
  ['the style itself', () => void Reflect.set(rule(0), 'style', 'color: blue'), '.a { color: blue;'],
  ['the style map', () => rule(0).styleMap.set('color', 'blue'), '.a { color: blue;'],
  ['selectorText', () => void (rule(0).selectorText = '.new'), '.new { color: red;'],
  ['keyText', () => void ((rule(5, 0) as unknown as CSSKeyframeRule).keyText = '50%'), '50% { color: red; }'],
  ['the media of a rule', () => void (rule(1).media.mediaText = 'print'), '@media print { .m'],
  ['a medium more', () => rule(1).media.appendMedium('print'), '@media all, print { .m'],
])('%s is seen in the next frame', async (_, edit, expected) => {
  stage = openStage(`<style>${grouped}</style>`)
  await frames()
  edit()
  await frames()
  expect(plain(await css())).toContain(expected)
})

test.each<[string, () => void]>([
  ['deleteRule', () => sheetOf().deleteRule(0)],
  ['removeRule', () => sheetOf().removeRule(0)],
  ['deleteRule in a group', () => rule(1).deleteRule(0)],
  ['deleteRule in a style rule', () => rule(0).deleteRule(0)],
])('%s is seen in the next frame', async (_, edit) => {
  stage = openStage('<style>.gone { & .gone { color: red; } } @media all { .gone { color: red; } } .stays { color: red; }</style>')
  await frames()
  edit()
  await frames()
  const text = (await css())!
  expect(text).toContain('.stays')
  expect(text.match(/gone/g)!.length).toBeLessThan(3)
})

test('a declaration that was kept is compared once a second, and at every frame while it changes', async () => {
  stage = openStage('<style>.a { left: 0px; }</style>')
  const { style } = rule(0)
  await frames()
  const startMs = Date.now()
  // Nothing is asked meanwhile: asking compares.
  let [longestMs, lastMs, compared] = [0, startMs, 0]
  for (let x = 1; compared < 10; x++) {
    style.left = `${x}px`
    await frames()
    longestMs = Math.max(longestMs, Date.now() - lastMs)
    lastMs = Date.now()
    if (lastMs > startMs + 1300) compared++
  }
  const all = await told()
  expect(all[0]!.timeMs).toBeLessThan(startMs + 1300 + longestMs)
  expect(all.length).toBeGreaterThan(4)
})

test('who only reads rules causes nothing to be told', async () => {
  stage = openStage(`<style>${grouped}</style>`)
  await frames()
  for (const one of sheetOf().cssRules) void (one as CSSStyleRule).style?.color
  void document.adoptedStyleSheets.length
  void sheetOf().media.mediaText
  await frames()
  expect(await stage.allOf('sheet')).toEqual([])
  expect(await stage.allOf('sheetState')).toEqual([])
})

test('what scripts wrote is told as they wrote it: the CSSOM loses shorthands with var()', async () => {
  const text = '.v { background: var(--x); background-color: red; }'
  const early = new CSSStyleSheet()
  stage = openStage('<style></style>')
  early.replaceSync(text)
  document.adoptedStyleSheets.push(early)
  sheetOf().insertRule(text)
  const late = new CSSStyleSheet()
  document.adoptedStyleSheets.push(late)
  await frames()
  expect(await css(0)).toContain(text)
  expect(await css()).toContain(text)
  late.replaceSync(`${text} .late { color: red; }`)
  await frames()
  expect(await css(0)).toContain(`${text}\n${text} .late`)
  await late.replace(`${text} .later { color: red; }`)
  await frames()
  expect(await css(0)).toContain(`${text}\n${text} .later`)
  ;(late.cssRules[1] as CSSStyleRule).style.color = 'blue'
  await frames()
  expect(await css(0)).toContain('.later { color: blue; }')
})

test('text that does not end where it seems to stays out of other text', async () => {
  stage = openStage('<style></style>')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('.open { color: red')
  document.adoptedStyleSheets = [sheet, new CSSStyleSheet()]
  sheetOf().insertRule('.open { color: red')
  await frames()
  for (const event of await told()) expect(event.css.trim()).toBe('.open { color: red; }')
})

test('adopted sheets: assigned, pushed, spliced, in the document and in shadow roots', async () => {
  stage = openStage('<div></div>')
  const root = stage.find('div').attachShadow({ mode: 'closed' })
  const [one, two] = [new CSSStyleSheet(), new CSSStyleSheet()]
  one.replaceSync('.one { color: red; }')
  two.replaceSync('.two { color: red; }')
  for (const target of [document, root]) {
    target.adoptedStyleSheets = [one]
    await frames()
    expect(await css()).toBe('.one { color: red; }')
    target.adoptedStyleSheets.push(two)
    await frames()
    expect(await css()).toBe('.one { color: red; }\n.two { color: red; }')
    target.adoptedStyleSheets.splice(0, 1)
    await frames()
    expect(await css()).toBe('.two { color: red; }')
  }
  expect(new Set((await told()).map(({ owner }) => owner)).size).toBe(2)
  const before = (await told()).length
  two.insertRule('.both { color: red; }', 1)
  await frames()
  expect((await told()).slice(before).map((event) => event.css)).toEqual(Array(2).fill('.two { color: red; }\n.both { color: red; }'))
})

test('a sheet that many roots adopt is told once for each edit, and forgotten when nobody adopts it', async () => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('.first { color: red; }')
  stage = openStage('<div></div>'.repeat(100), {}, (node) => {
    for (const host of node.children) host.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet]
  })
  await frames()
  for (let i = 0; i < 3; i++) {
    sheet.insertRule(`.r${i} { color: red; }`, sheet.cssRules.length)
    await frames()
  }
  expect(await stage.allOf('adopt')).toHaveLength(100)
  const count = (await stage.allOf('sheet')).length + (await stage.allOf('sheetEdit')).length
  expect(count).toBe(4)
  const model = rebuild(await stage.all())
  const { sheets } = (await stage.allOf('adopt'))[0]!
  expect(model.unplaced).toBe(0)
  expect(model.beside.sheets.get(sheets[0]!)!.split(partEnd)).toHaveLength(4)
  for (const host of stage.find('div').parentElement!.children) host.shadowRoot!.adoptedStyleSheets = []
  await frames()
  await stage.all()
  expect(rebuild(await stage.all()).beside.sheets.size).toBe(0)
  stage.find('div').shadowRoot!.adoptedStyleSheets = [sheet]
  await frames()
  expect([...rebuild(await stage.all()).beside.sheets.values()]).toEqual([[...sheet.cssRules].map((rule) => rule.cssText).join(partEnd)])
})

test('an array that was kept is seen within a second', async () => {
  stage = openStage('<p></p>')
  const kept = document.adoptedStyleSheets
  await frames()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('.kept { color: red; }')
  kept.push(sheet)
  await until(async () => expect(await css(0)).toBe('.kept { color: red; }'))
})

test('sheets as a whole: disabled, media, and of adopted ones what applies', async () => {
  stage = openStage('<style>.a { color: red; }</style><style id="b" media="screen">.b { color: red; }</style>')
  await frames()
  const states = async (): Promise<[boolean, string][]> => (await stage.allOf('sheetState')).map(({ disabled, media }) => [disabled, media])
  sheetOf().disabled = true
  await frames()
  expect(await states()).toEqual([[true, '']])
  stage.find<HTMLStyleElement>('style').disabled = false
  await frames()
  sheetOf('#b').media.mediaText = 'print'
  await frames()
  sheetOf('#b').media.appendMedium('(width > 1px)')
  await frames()
  expect(await states()).toEqual([
    [true, ''],
    [false, ''],
    [false, 'print'],
    [false, 'print, (width > 1px)'],
  ])
  const sheet = new CSSStyleSheet({ media: 'print' })
  sheet.replaceSync('.c { color: red; }')
  document.adoptedStyleSheets = [sheet]
  await frames()
  expect(await css(0)).toBe('@media print{.c { color: red; }}')
  sheet.disabled = true
  await frames()
  expect(await css(0)).toBe('@media not all{.c { color: red; }}')
})

test('what was edited before is told with the keyframe', async () => {
  const adopted = new CSSStyleSheet()
  adopted.replaceSync('.early { color: red; }')
  document.adoptedStyleSheets = [adopted]
  stage = openStage(
    '<style id="empty"></style><style id="text">.t { color: red; }</style><style id="off">.o { color: red; }</style><style>.same { color: red; }</style>',
    {},
    (node) => {
      const sheets = [...node.querySelectorAll('style')].map(({ sheet }) => sheet!)
      sheets[0]!.insertRule('.inserted { color: red; }')
      sheets[1]!.insertRule('.added { color: red; }')
      sheets[2]!.disabled = true
    },
  )
  await until(async () => expect(await told()).toHaveLength(3))
  const all = (await told()).map((event) => event.css)
  expect(all.join('\n')).toContain('.early')
  expect(all.join('\n')).toContain('.inserted')
  expect(all.join('\n')).toContain('.added')
  expect(all.join('\n')).not.toContain('.same')
  expect((await stage.allOf('sheetState')).map(({ disabled }) => disabled)).toEqual([true])
})

test('a constructed sheet masks strings as every sheet does', async () => {
  stage = openStage('<p></p>', { privacy: 'strict' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('.a::before { content: "canary text"; }')
  document.adoptedStyleSheets = [sheet]
  await frames()
  expect(await css(0)).toContain('.a::before')
  expect(JSON.stringify(await stage.all())).not.toContain('canary')
})

test('one rule more does not tell all rules again, and leaves a `<style>` its own text', async () => {
  const own = '.v { background: var(--x); background-color: red; }'
  stage = openStage(`<style>${own}</style><style id="script"></style>`, {}, (node) => {
    const { sheet } = node.querySelector<HTMLStyleElement>('#script')!
    for (let i = 0; i < 100; i++) sheet!.insertRule(`.r${i} { color: red; }`, i)
  })
  await frames()
  sheetOf().insertRule('.new { color: red; }', 1)
  await frames()
  expect(await css()).toBe(`${own}\n.new { color: red; }`)
  const sheet = sheetOf('#script')
  sheet.insertRule('.end { color: red; }', 100)
  await frames()
  sheet.insertRule('.middle { color: red; }', 50)
  await frames()
  ;(sheet.cssRules[10] as CSSStyleRule).style.color = 'blue'
  await frames()
  sheet.deleteRule(0)
  await frames()
  const edits = await stage.allOf('sheetEdit')
  expect(edits.map(({ index, removed, css: text }) => [index, removed, text])).toEqual([
    [100, 0, '.end { color: red; }'],
    [50, 0, '.middle { color: red; }'],
    [10, 1, '.r10 { color: blue; }'],
    [0, 1, undefined],
  ])
  expect(await css()).toBe(Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'))
})

test('the document model follows the parts of sheets', async () => {
  stage = openStage('<style></style>')
  await frames()
  sheetOf().insertRule('.b { color: red; }')
  await frames()
  sheetOf().insertRule('.a { color: red; }')
  await frames()
  const model = rebuild(await stage.all())
  const owner = (await stage.allOf('sheetEdit'))[0]!.owner
  expect(model.unplaced).toBe(0)
  expect(model.node(owner)!.state!.css).toBe(`.a { color: red; }${partEnd}.b { color: red; }`)
})
