import { expect, test, vi } from 'vitest'
import { createTokens } from './token.ts'

test('only names that were refused before are worth another keyframe', () => {
  const onMissed = vi.fn<() => void>()
  const tokens = createTokens(undefined, onMissed)
  expect(tokens.has('late')).toBe(false)
  tokens.learn('.early { color: red }')
  expect(onMissed).not.toHaveBeenCalled()
  tokens.learn('.late:hover { color: red }')
  tokens.learn('.late:hover { color: blue }')
  expect(onMissed).toHaveBeenCalledOnce()
  expect(tokens.has('late')).toBe(true)
})

test('what another has refused counts, also when it was learned meanwhile', () => {
  const onMissed = vi.fn<() => void>()
  const [page, worker] = [createTokens(undefined, onMissed), createTokens()]
  expect(worker.has('a') || worker.has('b')).toBe(false)
  page.learn('.a {}')
  page.refuse(worker.refusedAfter(0))
  expect(onMissed).toHaveBeenCalledOnce()
  expect(worker.refusedAfter(2)).toEqual([])
  page.learn('.b {}')
  expect(onMissed).toHaveBeenCalledTimes(2)
  worker.take(page.after(0))
  expect(worker.has('a') && worker.has('b')).toBe(true)
})

test('of a sheet that grows only the new rules are read, of one that shrank all', () => {
  const reads: string[] = []
  const rule = (name: string): object => ({
    get selectorText() {
      reads.push(name)
      return `.${name}`
    },
  })
  const rules = ['a', 'b', 'c'].map(rule)
  const sheet = { cssRules: rules } as unknown as CSSStyleSheet
  const tokens = createTokens()
  const readBy = (): string[] => {
    reads.length = 0
    tokens.learnSheets([sheet])
    return [...new Set(reads)]
  }
  expect(readBy()).toEqual(['a', 'b', 'c'])
  expect(readBy()).toEqual([])
  rules.push(rule('d'))
  expect(readBy()).toEqual(['d'])
  rules.splice(0, 2, rule('e'))
  expect(readBy()).toEqual(['e', 'c', 'd'])
  expect(['a', 'd', 'e'].every((name) => tokens.has(name))).toBe(true)
})
