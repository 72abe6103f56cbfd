import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'

let stage: Stage
afterEach(async () => {
  CSS.highlights.clear()
  await stage.stop()
})
const open = async (html: string, privacy: 'relaxed' | 'strict' = 'relaxed', prepare?: (stage: HTMLElement) => void): Promise<void> => {
  stage = openStage(html, { privacy }, prepare)
  await stage.all()
}
function range(node: Node, from: number, to: number): Range {
  const made = new Range()
  made.setStart(node, from)
  made.setEnd(node, to)
  return made
}

test('set, widened, moved and deleted: once per frame', async () => {
  await open('<p>some text</p>')
  const text = stage.find('p').firstChild!
  const first = range(text, 0, 4)
  const highlight = new Highlight(first)
  CSS.highlights.set('find', highlight)
  highlight.add(range(text, 5, 9))
  await frames()
  first.setEnd(text, 2)
  await stage.all()
  highlight.clear()
  await frames()
  CSS.highlights.set('find', new Highlight(first))
  CSS.highlights.delete('find')
  await frames()
  const told = await stage.allOf('highlight')
  expect(told.map(({ name, ranges }) => [name, ranges.map(({ startAt, endAt }) => [startAt, endAt])])).toEqual([
    [
      'find',
      [
        [0, 4],
        [5, 9],
      ],
    ],
    [
      'find',
      [
        [0, 2],
        [5, 9],
      ],
    ],
    ['find', []],
  ])
  expect(new Set(told.flatMap(({ ranges }) => ranges.flatMap(({ start, end }) => [start, end]))).size).toBe(1)
})

test('what was highlighted before; under masking only by names that a style sheet knows', async () => {
  await open('<style>::highlight(known) { color: red; }</style><p>some text</p>', 'strict', (node) => {
    const text = node.querySelector('p')!.firstChild!
    CSS.highlights.set('known', new Highlight(range(text, 0, 4)))
    CSS.highlights.set('canary', new Highlight(range(text, 0, 4)))
  })
  expect((await stage.allOf('highlight')).map(({ name }) => name)).toEqual(['known'])
  expect(JSON.stringify(await stage.all())).not.toContain('canary')
  expect((await stage.allOf('loss')).filter(({ detail }) => detail === 'highlight').map(({ what, count }) => [what, count])).toEqual([
    ['masked', 1],
  ])
})
