import { afterEach, expect, test, vi } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
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

test.each(['strict', 'balanced', 'relaxed'] as const)(
  '%s: a box that hides what is in it has the classes that lay it out',
  async (privacy) => {
    const style = document.createElement('style')
    style.textContent = '.box{margin:9px;border:1px solid}#pay{padding:3px}'
    document.head.append(style)
    try {
      stage = openStage(
        `<div class="box canary" id="pay" data-playhead-block>x</div><p class="box canary" data-playhead-mask>x</p>
      <select class="box canary" autocomplete="cc-exp-month"><option>1</option></select>`,
        { privacy },
      )
      const html = rebuild(await stage.all()).html()
      expect(html).toMatch(/<div class="box" id="pay" style="width:\d+px;[^>]* data-playhead-blocked="">/)
      expect(html).toMatch(/<p class="box"/)
      expect(html).toMatch(/<select class="box"/)
      expect(html).not.toContain('canary')
      const added = Object.assign(document.createElement('div'), { className: 'box canary', innerHTML: 'x' })
      added.dataset['playheadBlock'] = ''
      stage.find('select').after(added)
      await frames()
      const later = rebuild(await stage.all()).html()
      expect(later.match(/<div class="box"/g)).toHaveLength(2)
      expect(later).not.toContain('canary')
    } finally {
      style.remove()
    }
  },
)
