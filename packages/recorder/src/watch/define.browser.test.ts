import { afterEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../../test/stage.ts'

let stage: Stage
afterEach(() => stage.stop())

test('names without a definition, and when they get one', async () => {
  customElements.define('defined-early', class extends HTMLElement {})
  stage = openStage('<defined-early></defined-early><defined-late></defined-late><defined-late></defined-late>')
  await stage.all()
  customElements.define('defined-late', class extends HTMLElement {})
  customElements.define('defined-elsewhere', class extends HTMLElement {})
  const told = (await stage.allOf('define')).filter(({ name }) => name.startsWith('defined-'))
  expect(told.map(({ name, defined }) => [name, defined])).toEqual([
    ['defined-late', false],
    ['defined-late', true],
  ])
})
