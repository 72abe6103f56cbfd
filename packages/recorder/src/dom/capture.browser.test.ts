import { afterEach, expect, test, vi } from 'vitest'
import { openStage, type Stage } from '../../test/stage.ts'
import { rebuild } from '../../test/rebuild.ts'

let stage: Stage | null = null
afterEach(async () => {
  vi.restoreAllMocks()
  await stage?.stop()
  stage = null
})

test('what comes in many places at once has the page’s sheets read once', async () => {
  stage = openStage(`<style>.old{}</style><ul>${'<li></li>'.repeat(50)}</ul>`, { privacy: 'strict' })
  await stage.all()
  const sheets = document.styleSheets
  const read = vi.spyOn(document, 'styleSheets', 'get').mockReturnValue(sheets)
  stage.find('style').after(Object.assign(document.createElement('style'), { textContent: '.fresh{}' }))
  for (const [i, item] of [...stage.find('ul').children].entries()) {
    const added = document.createElement('p')
    added.className = 'fresh private-name'
    if (i % 2) added.attachShadow({ mode: 'open' }).innerHTML = '<i class="fresh private-name"></i>'
    item.after(added)
  }
  const html = rebuild(await stage.all()).html()
  expect(html.match(/<p class="fresh">/g)).toHaveLength(50)
  expect(html.match(/<i class="fresh">/g)).toHaveLength(25)
  expect(read.mock.calls.length).toBeLessThan(10)
})
