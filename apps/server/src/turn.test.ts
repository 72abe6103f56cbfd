import { expect, test } from 'vitest'
import { createTurns } from './turn.ts'

test('one after the other, whatever becomes of the one before', async () => {
  const inTurn = createTurns(10)
  const seen: string[] = []
  const work = (name: string, fails = false) =>
    inTurn(async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([work('a'), work('b', true), work('c')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('who comes where too many wait is sent away, and is taken once there is room', async () => {
  const inTurn = createTurns(2)
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const waiting = [inTurn(() => gate), inTurn(() => gate)]
  await expect(inTurn(async () => 'third')).rejects.toMatchObject({ code: 'slow-down', status: 429 })
  open()
  await Promise.all(waiting)
  expect(await inTurn(async () => 'fourth')).toBe('fourth')
})
