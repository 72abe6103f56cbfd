import { expect, test } from 'vitest'
import type { TimedSignal } from '@playhead/player'
import { maskingFrom } from './masking.ts'

const start = (privacy: string): TimedSignal => ({ type: 'start', tab: 'a', atMs: 0, privacy }) as unknown as TimedSignal

test.each(['strict', 'balanced', 'relaxed'])('%s masking is said, with what shows more', (level) => {
  const masking = maskingFrom([{ type: 'page', tab: 'a', atMs: 0 } as unknown as TimedSignal, start(level)])!
  expect(masking.level).toBe(level)
  expect(masking.says).toContain('masked in the visitor’s browser')
  expect(masking.mend).toContain('data-playhead-unmask')
})
test('before the beginning is read, nothing is said', () => expect(maskingFrom([])).toBeNull())
