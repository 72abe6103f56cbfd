import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import type { RecordOptions } from '../record.ts'

let stage: Stage
afterEach(() => stage.stop())
const states = async (): Promise<string[]> => (await stage.allOf('elementState')).map(({ name, on }) => `${on ? '+' : '-'}${name}`)
const open = async (html: string, options?: Partial<RecordOptions>, prepare?: (stage: HTMLElement) => void): Promise<void> => {
  stage = openStage(html, options, prepare)
  await stage.all()
}

const internals = new WeakMap<Element, ElementInternals>()
const internalsOf = (selector: string): ElementInternals => internals.get(stage.find(selector))!
customElements.define(
  'state-holder',
  class extends HTMLElement {
    constructor() {
      super()
      internals.set(this, this.attachInternals())
    }
  },
)

test('an indeterminate box, set by a script, and clicked', async () => {
  await open('<input type="checkbox">')
  stage.find<HTMLInputElement>('input').indeterminate = true
  await frames()
  expect(await states()).toEqual(['+indeterminate'])
  stage.find('input').click()
  await frames()
  expect(await states()).toEqual(['+indeterminate', '-indeterminate'])
})

test('a control that a script calls invalid, and what was so before', async () => {
  await open('<input><textarea></textarea><select></select><input required><input type="checkbox">', {}, (node) => {
    node.querySelector('textarea')!.setCustomValidity('no')
    node.querySelector<HTMLInputElement>('[type=checkbox]')!.indeterminate = true
  })
  expect((await states()).sort()).toEqual(['+indeterminate', '+invalid'])
  stage.find<HTMLInputElement>('input').setCustomValidity('canary')
  stage.find<HTMLTextAreaElement>('textarea').setCustomValidity('')
  await frames()
  expect((await states()).slice(2).sort()).toEqual(['+invalid', '-invalid'])
  expect(JSON.stringify(await stage.all())).not.toContain('canary')
})

test('a field that its visitor left invalid, mended, and reset', async () => {
  await open('<form><input pattern="[0-9]+"><button>Send</button></form>')
  const field = stage.find<HTMLInputElement>('input')
  const typed = async (text: string): Promise<void> => {
    await userEvent.fill(field, text)
    field.blur()
    await frames()
  }
  await typed('abc')
  expect(field.matches(':user-invalid')).toBe(true)
  expect(await states()).toEqual(['+:user-invalid'])
  await typed('12')
  expect(await states()).toEqual(['+:user-invalid', '-:user-invalid'])
  await typed('x')
  stage.find<HTMLFormElement>('form').reset()
  await frames()
  expect((await states()).slice(2)).toEqual(['+:user-invalid', '-:user-invalid'])
})

test('what the address names, and then another', async () => {
  await open('<p id="one"></p><p id="two"></p>')
  try {
    for (const name of ['one', 'two']) {
      location.hash = name
      await new Promise((done) => addEventListener('hashchange', done, { once: true }))
      await frames()
    }
    const told = await stage.allOf('elementState')
    expect(told.map(({ name, on }) => [name, on])).toEqual([
      [':target', true],
      [':target', false],
      [':target', true],
    ])
    expect(told[0]!.id).toBe(told[1]!.id)
  } finally {
    location.hash = ''
  }
})

test('states of custom elements, and where the element comes back', async () => {
  await open('<div></div>')
  stage.find('div').innerHTML = '<state-holder></state-holder>'
  const it = stage.find('state-holder')
  await stage.all()
  internalsOf('state-holder').states.add('loading')
  internalsOf('state-holder').states.add('gone')
  internalsOf('state-holder').states.delete('gone')
  await frames()
  expect(await states()).toEqual(['+loading'])
  it.remove()
  await frames()
  stage.find('div').append(it)
  await frames()
  const told = await stage.allOf('elementState')
  expect(told.map(({ on }) => on)).toEqual([true, true])
  expect(told[1]!.id).toBeGreaterThan(told[0]!.id)
  internalsOf('state-holder').states.clear()
  await frames()
  expect(await states()).toEqual(['+loading', '+loading', '-loading'])
})

test('under masking only states that a style sheet names are told', async () => {
  await open('<style>state-holder:state(named) { color: red; }</style><div></div>', { privacy: 'strict' })
  stage.find('div').innerHTML = '<state-holder></state-holder>'
  await stage.all()
  internalsOf('state-holder').states.add('named')
  internalsOf('state-holder').states.add('canary')
  await frames()
  expect(await states()).toEqual(['+named'])
})

test('a root that HTML declared as closed is recorded once its element shows it', async () => {
  const host = document.createElement('div')
  await open('<div></div>')
  stage.find('div').setHTMLUnsafe('<late-root><template shadowrootmode="closed"><b>within</b></template></late-root>')
  host.remove()
  await stage.all()
  customElements.define(
    'late-root',
    class extends HTMLElement {
      constructor() {
        super()
        this.attachInternals()
      }
    },
  )
  stage.find('div').append('later')
  await until(async () => expect(JSON.stringify(await stage.all())).toContain('<b>within</b>'))
})

test('a root that HTML declared as closed, of an element that is new', async () => {
  await open('<div></div>')
  customElements.define(
    'new-root',
    class extends HTMLElement {
      constructor() {
        super()
        this.attachInternals()
      }
    },
  )
  stage.find('div').setHTMLUnsafe('<new-root><template shadowrootmode="closed"><b>within</b></template></new-root>')
  await frames()
  expect(JSON.stringify(await stage.allOf('add'))).toContain('<b>within</b>')
})

test('states of an element whose internals were taken before the recording', async () => {
  await open('<state-holder></state-holder>')
  internalsOf('state-holder').states.add('early')
  await frames()
  internalsOf('state-holder').states.delete('early')
  await frames()
  expect(await states()).toEqual(['+early', '-early'])
})
