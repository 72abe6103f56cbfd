import type { Metadata, Project } from '@playhead/store'
import { expect, test } from 'vitest'
import { createProjectFinder } from './project-finder.ts'

const shop = { id: 'shop', name: 'Shop', origins: [] } as unknown as Project
/** Metadata that knows the keys in `keys`, counts what it is asked, and may be down. */
function metadataOf(keys: Map<string, Project>): { metadata: Metadata; asked: string[]; state: { isDown: boolean } } {
  const asked: string[] = []
  const state = { isDown: false }
  const projects = {
    async byWriteKey(key: string): Promise<Project | null> {
      asked.push(key)
      if (state.isDown) throw new Error('down')
      return keys.get(key) ?? null
    },
  }
  return { metadata: { projects } as unknown as Metadata, asked, state }
}

test('keys that nobody has push none out that is known', async () => {
  const { metadata, asked, state } = metadataOf(new Map([['key', shop]]))
  const find = createProjectFinder(metadata, 60_000, 5)
  expect(await find('key')).toBe(shop)
  for (let n = 0; n < 100; n++) expect(await find(`guess ${n}`)).toBeNull()
  expect(await find('key')).toBe(shop)
  expect(asked.filter((key) => key === 'key')).toHaveLength(1)
  // One asked for again and again is not looked up again and again.
  expect(await find('guess 99')).toBeNull()
  expect(asked.filter((key) => key === 'guess 99')).toHaveLength(1)
  state.isDown = true
  expect(await find('key')).toBe(shop)
})

test('a key that comes or goes is known after a moment', async () => {
  const keys = new Map<string, Project>()
  const { metadata, state } = metadataOf(keys)
  const find = createProjectFinder(metadata, 0)
  expect(await find('key')).toBeNull()
  keys.set('key', shop)
  expect(await find('key')).toBe(shop)
  state.isDown = true
  expect(await find('key')).toBe(shop)
  state.isDown = false
  keys.delete('key')
  expect(await find('key')).toBeNull()
  state.isDown = true
  await expect(find('key')).rejects.toThrow('down')
})
