import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastMsOf } from '../../../tests/e2e/harness/cpu-time.ts'
import { buildHtml } from './build.ts'
import { createDocumentModel } from './document.ts'
import { WireError } from './error.ts'
import { decodeText, encodeAttribute, encodeText, scanHtml } from './html.ts'

const silent = { open: () => undefined, close: () => undefined, text: () => undefined, comment: () => undefined }

/** Fails the test on anything but success or a WireError. */
function survives(run: () => void): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return false
  }
}

const piece = fc.constantFrom(
  '<',
  '>',
  '/',
  '=',
  '"',
  "'",
  '<!--',
  '-->',
  '<!',
  '<?',
  '</',
  '<p',
  '<p>',
  '</p>',
  '<br>',
  '<svg>',
  '</svg>',
  '<math>',
  '<script>',
  '</script>',
  '<style>',
  '<template shadowrootmode="open">',
  '</template>',
  ' a="b"',
  ' =="',
  '&amp;',
  '&',
  'x',
  ' ',
  '\n',
  '\0',
  '\ud800',
  '<foreignObject>',
  '</foreignObject>',
  '<link>',
  '</link>',
)

test('W7: every text is read or refused, and refused at once', () => {
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
  let read = 0
  fc.assert(
    fc.property(text, fc.constantFrom('html', 'svg', 'math'), (html, namespace) => {
      if (survives(() => scanHtml(html, silent, namespace))) read++
      survives(() => {
        const model = createDocumentModel()
        model.apply({ type: 'add', timeMs: 0, parent: 1, before: 0, html, splits: [], empties: [] })
        const again = createDocumentModel()
        again.apply(model.keyframe(0))
        expect(again.html()).toBe(model.html())
      })
    }),
    { numRuns: 5000 },
  )
  expect(read).toBeGreaterThan(50)
})

test('W7: a tag that does not end is refused, also where an equal one was read before', () => {
  for (const html of ['<p><p/', '<p></p><p', '<p a="b"><p a="b"x', '<br><br ']) expect(() => scanHtml(html, silent)).toThrow(WireError)
})

test('W7: no text makes reading slower than its length', async () => {
  const size = 200_000
  for (const part of ['<', '<p ', '<p a="', '<!--', '<script>', '&amp;', '<svg><br>', '<svg><link>', '="', '<p =', '</', '<b>'])
    for (const tail of ['', '</svg>']) {
      const html = part.repeat(size / part.length) + tail
      expect(await leastMsOf(500, () => survives(() => scanHtml(html, silent))), part).toBeLessThan(500)
    }
})

test('W7: text and attribute values come back from their references', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeText(encodeText(text))).toBe(text)
      expect(decodeText(encodeAttribute(text))).toBe(text)
      expect(encodeAttribute(text)).not.toContain('"')
    }),
  )
})

test('W8: limits of nodes and depth are kept', () => {
  const target = { element: () => 0, text: () => 0, comment: () => 0, shadow: () => 0, insert: () => undefined }
  const build = (html: string): number =>
    buildHtml(html, { splits: [], empties: [] }, { parent: 0, parentId: 1, before: null, namespace: 'html', firstId: 2 }, target)
  expect(build('<b></b>'.repeat(1000))).toBe(1002)
  expect(() => build('<b></b>'.repeat(250_001))).toThrow('too-large')
  expect(build('<b>'.repeat(40_000) + '</b>'.repeat(40_000))).toBe(40_002)
  expect(() => build('<b>'.repeat(50_001) + '</b>'.repeat(50_001))).toThrow('too-large')
})
