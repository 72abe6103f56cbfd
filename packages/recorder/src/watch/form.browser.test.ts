import { afterEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../../test/stage.ts'

let stage: Stage
afterEach(() => stage.stop())

const radios = '<input type="radio" name="size" id="a"><input type="radio" name="size">'
test.each([
  ['a form, whatever is in it', '<form name="f"><input id="a"></form>', 'f'],
  ['two fields in a named part', '<div role="form" aria-label="f"><input id="a"><select></select></div>', 'f'],
  ['two fields in a fieldset', '<fieldset name="f"><input id="a"><input></fieldset>', 'f'],
  ['one choice of several in such a part', `<div role="form" aria-label="f"><fieldset name="g">${radios}</fieldset><input></div>`, 'f'],
  ['one choice alone', `<fieldset name="f">${radios}</fieldset>`, null],
  ['one field and a button', '<fieldset name="f"><input id="a"><input type="submit"></fieldset>', null],
  ['a field by itself', '<select id="a"></select><input>', null],
])('what is a form: %s', async (_, html, name) => {
  stage = openStage(html)
  stage.find('#a').dispatchEvent(new Event('change', { bubbles: true }))
  const [told] = await stage.allOf('form')
  expect(told).toMatchObject({ action: 'change', form: name === null ? '' : expect.stringMatching(/./), formName: name ?? '' })
})
