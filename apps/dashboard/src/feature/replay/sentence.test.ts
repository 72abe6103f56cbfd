import type { TimedSignal } from '@playhead/player'
import { describe, expect, test } from 'vitest'
import { storyFrom as storyOf } from './repeat.ts'
import { type DerivedMark, eventsFrom, pathOf, sentenceOf, type StoryLine } from './sentence.ts'

const at = (atMs: number, signal: object): TimedSignal => ({ timeMs: atMs, atMs, tab: 't', ...signal }) as TimedSignal
const storyFrom = (signals: readonly TimedSignal[], marks?: readonly DerivedMark[]) => storyOf(eventsFrom(signals, marks))
const click = (ordinal: number, part: object = {}): object => ({
  type: 'click',
  ordinal,
  name: 'Size guide',
  tag: 'button',
  interactive: true,
  pointer: 'mouse',
  ...part,
})

describe('storyFrom', () => {
  test('says what was clicked, and what came of it', () => {
    const story = storyFrom([
      at(0, click(1)),
      at(80, { type: 'response', ordinal: 1, afterMs: 80, kind: 'mutation' }),
      at(900, click(2, { pointer: 'touch' })),
      at(3400, { type: 'response', ordinal: 2, afterMs: 2500, kind: 'none' }),
      at(4000, click(3)),
      at(5300, { type: 'response', ordinal: 3, afterMs: 1300, kind: 'request' }),
    ])
    expect(story.map((line) => [sentenceOf(line), line.isTrouble])).toEqual([
      ['Clicked Size guide', false],
      ['Tapped Size guide with no response', true],
      ['Clicked Size guide, answered after 1.3 s', true],
    ])
  })

  test('the same thing again and again is one line, until something else happens', () => {
    const taps = [1, 2, 3, 4].flatMap((ordinal) => [
      at(ordinal * 1000, click(ordinal, { pointer: 'touch' })),
      at(ordinal * 1000 + 900, { type: 'response', ordinal, afterMs: 2500, kind: 'none' }),
    ])
    const other = at(3500, click(9, { name: 'Basket' }))
    const story = storyFrom(
      [...taps, other].sort((a, b) => a.atMs - b.atMs),
      [{ ms: 2000, kind: 'rage-click' }],
    )
    expect(story.map((line) => [line.atMs, line.untilMs, sentenceOf(line)])).toEqual([
      [1000, 3000, 'Tapped Size guide 3 times with no response'],
      [2000, 2000, 'Rage click on Size guide'],
      [3500, 3500, 'Clicked Basket'],
      [4000, 4000, 'Tapped Size guide with no response'],
    ])
  })

  test('answers that were late, however late, are one line', () => {
    const late = (ordinal: number, afterMs: number) => [
      at(ordinal * 2000, click(ordinal)),
      at(ordinal * 2000 + afterMs, { type: 'response', ordinal, afterMs, kind: 'request' }),
    ]
    expect(storyFrom([...late(1, 1300), ...late(2, 1700), ...late(3, 1300)]).map(sentenceOf)).toEqual([
      'Clicked Size guide 3 times, answered slowly',
    ])
  })

  test('only what follows at once on the same element is a repeat', () => {
    const apart = [at(0, click(1)), at(2000, click(2)), at(4001, click(3)), at(19_000, click(4))]
    expect(storyFrom(apart).map((line) => [line.atMs, sentenceOf(line)])).toEqual([
      [0, 'Clicked Size guide twice'],
      [4001, 'Clicked Size guide'],
      [19_000, 'Clicked Size guide'],
    ])
    const others = [at(0, click(1, { key: '#a' })), at(500, click(2, { key: '#b' })), at(900, click(3, { key: '#b' }))]
    expect(storyFrom(others).map(sentenceOf)).toEqual(['Clicked Size guide', 'Clicked Size guide twice'])
  })

  test('every event is known, also where the story tells several in one line', () => {
    const signals = [at(0, click(1)), at(900, click(2)), at(1500, click(3))]
    const marks = [{ ms: 900, kind: 'rage-click' }]
    expect(eventsFrom(signals, marks).map((line) => [line.atMs, sentenceOf(line)])).toEqual([
      [0, 'Clicked Size guide'],
      [900, 'Clicked Size guide'],
      [900, 'Rage click on Size guide'],
      [1500, 'Clicked Size guide'],
    ])
    expect(storyFrom(signals, marks).map(sentenceOf)).toEqual(['Clicked Size guide 3 times', 'Rage click on Size guide'])
  })

  test('what has no name is said to have none', () => {
    const form = (action: string, fieldType?: string): object => ({
      type: 'form',
      form: 'f',
      formName: '',
      field: 'k',
      fieldName: '',
      action,
      fieldType,
    })
    const story = storyFrom([
      at(0, form('change', 'select-one')),
      at(1, form('change', 'text')),
      at(2, form('invalid', 'text')),
      at(3, form('submit')),
      at(4, { type: 'hesitation', restMs: 3000, name: '' }),
      at(5, click(1, { name: '', tag: '' })),
      at(6, click(2, { name: '', tag: 'div' })),
    ])
    expect(story.map(({ says, what }) => `${says} ${what}`)).toEqual([
      'Chose in a field without a label',
      'Filled in a field without a label',
      'Not accepted: a field without a label',
      'Submitted a form without a name',
      'Hesitated 3 s over an element without a name',
      'Clicked an element without a name',
      'Clicked an element without a name (div)',
    ])
  })

  test('an unanswered click in another tab is not this tab’s', () => {
    const story = storyFrom([at(0, click(1)), { ...at(2500, { type: 'response', ordinal: 1, afterMs: 2500, kind: 'none' }), tab: 'other' }])
    expect(story[0]!.isTrouble).toBe(false)
  })

  test('a load and its route change are one page', () => {
    const page = (kind: string): object => ({ type: 'page', view: 'v', url: 'https://shop.example/a?b=1', title: '', kind })
    expect(
      storyFrom([at(0, page('load')), at(5, page('route')), at(900, page('back-forward'))]).map(({ says, what }) => `${says} ${what}`),
    ).toEqual(['Went to /a?b=1', 'Went back to /a?b=1'])
  })

  test('looking away is told, leaving a page is not', () => {
    const hidden = { type: 'visibility', state: 'hidden' }
    const page = { type: 'page', view: 'v', url: 'https://shop.example/b', title: '', kind: 'load' }
    expect(
      storyFrom([at(0, hidden), at(4000, { type: 'visibility', state: 'visible' }), at(9000, hidden), at(9200, page)]).map(
        ({ says }) => says,
      ),
    ).toEqual(['Looked away', 'Came back', 'Went to'])
  })

  test('derived signals stand at their moments', () => {
    const story = storyFrom(
      [at(100, click(1)), at(900, click(2, { name: 'Basket' }))],
      [
        { ms: 50, kind: 'rage-click' },
        { ms: 500, kind: 'quick-back' },
        { ms: 600, kind: 'page' },
      ],
    )
    expect(story.map(sentenceOf)).toEqual(['Rage click', 'Clicked Size guide', 'Went straight back', 'Clicked Basket'])
  })

  test('a signal names no element while the part with its click is not read', () => {
    const marks = [
      { ms: 12_000, kind: 'rage-click' },
      { ms: 15_000, kind: 'error-click' },
    ]
    const first = [at(6000, click(1, { name: 'See the jacket' }))]
    const rest = [at(12_000.4, click(2, { name: 'Save for later' })), at(12_300, click(3)), at(15_000, click(4, { name: 'Buy' }))]
    const signalsOf = (lines: readonly StoryLine[]) => lines.filter(({ kind }) => kind === 'signal').map(sentenceOf)
    expect(signalsOf(storyFrom(first, marks))).toEqual(['Rage click', 'An error followed the click'])
    expect(signalsOf(storyFrom([...first, ...rest], marks))).toEqual(['Rage click on Save for later', 'An error followed the click on Buy'])
  })

  test('failed requests and errors are trouble', () => {
    const request = (status: number): object => ({
      type: 'request',
      kind: 'fetch',
      method: 'GET',
      url: 'https://shop.example/api',
      status,
      durationMs: 12,
    })
    expect(
      storyFrom([
        at(0, request(200)),
        at(1, request(0)),
        at(2, request(503)),
        at(3, { type: 'error', kind: 'error', message: 'boom', stack: '', source: '' }),
      ]).map(({ isTrouble }) => isTrouble),
    ).toEqual([false, true, true, true])
  })
})

test('pathOf leaves what is no address alone', () => {
  expect(pathOf('not an address')).toBe('not an address')
})
