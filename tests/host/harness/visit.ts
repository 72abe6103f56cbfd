import { expect, vi } from 'vitest'
import type { Driver } from './journey.ts'

/** Presses every button of the page, one after the other, then types. */
export async function visitAll({ ask, click, idle, page }: Driver): Promise<void> {
  for (const [i, id] of (await ask<string[]>('hostButtons()')).entries()) {
    await click(id)
    await vi.waitFor(async () => expect(await ask('hostItems()'), `buttons up to ${id}`).toBe(i + 1), 20_000)
    await idle()
  }
  await click('text')
  for (const key of ['a', 'Backspace', 'b', 'r', 'e', 'a', 'k']) {
    await page.keyboard.press(key)
    await idle()
  }
}
