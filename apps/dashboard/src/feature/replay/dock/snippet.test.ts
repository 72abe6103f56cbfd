import { expect, test } from 'vitest'
import { withAttribute } from './snippet.ts'

const tag = '<script async src="/playhead.js" data-key="k" data-console="false" data-state></script>'

test('adds an attribute, or changes the one that is there', () => {
  expect(withAttribute(tag, 'data-network', 'bodies')).toBe(tag.replace('></script>', ' data-network="bodies"></script>'))
  expect(withAttribute(tag, 'data-console', 'structured')).toBe(
    '<script async src="/playhead.js" data-key="k" data-state data-console="structured"></script>',
  )
  expect(withAttribute(tag, 'data-state', '')).toBe(tag)
})
