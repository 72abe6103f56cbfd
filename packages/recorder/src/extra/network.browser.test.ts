import { afterEach, expect, test, vi } from 'vitest'
import { openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import { createNetwork } from './network.ts'

const real = window.fetch
let stage: Stage
afterEach(async () => {
  await stage.stop()
  window.fetch = real
})

/** A page whose requests are answered by `response`, recorded. */
function answer(response: Response): { clone: ReturnType<typeof vi.fn>; bodies: () => Promise<unknown[]> } {
  const clone = vi.fn(() => Response.prototype.clone.call(response))
  window.fetch = async () => Object.assign(response, { clone })
  stage = openStage('<p>x</p>', { extras: [createNetwork('bodies')] })
  return {
    clone,
    bodies: async () =>
      (await stage.allOf('payload')).map(({ response }) =>
        response === undefined ? 'none' : (JSON.parse(response) as { body: unknown }).body,
      ),
  }
}
/** A body that never ends by itself, and whether somebody ended it. */
function endless(text = 'data: x\n\n', type = 'bytes'): { body: ReadableStream<Uint8Array>; pulls: () => number; fail: () => void } {
  let pulls = 0
  let fail: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => void (fail = () => controller.error(new DOMException(type, 'AbortError'))),
    pull(controller) {
      pulls++
      controller.enqueue(new TextEncoder().encode(text))
    },
  })
  return { body, pulls: () => pulls, fail }
}

for (const type of [
  'video/mp4',
  'text/event-stream',
  'Text/Event-Stream; x=json',
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
])
  test(`a body of type ${type} is the page’s alone: nothing of it is kept beside`, async () => {
    const { clone, bodies } = answer(new Response(endless().body, { headers: { 'content-type': type } }))
    const response = await fetch('/x')
    await until(async () => expect(await bodies()).toEqual([null]))
    expect(clone).not.toHaveBeenCalled()
    const reader = response.body!.getReader()
    expect((await reader.read()).value).toHaveLength(9)
    await reader.cancel()
  })

test('nor what says beforehand that it is too long, nor what has no body', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': '256001' }
  const long = answer(new Response(endless().body, { headers }))
  await fetch('/x')
  await until(async () => expect(await long.bodies()).toEqual(['[too large]']))
  expect(long.clone).not.toHaveBeenCalled()
  await stage.stop()
  const none = answer(new Response(null, { headers, status: 204 }))
  await fetch('/x')
  await until(async () => expect(await none.bodies()).toEqual([null]))
  expect(none.clone).not.toHaveBeenCalled()
})

test('JSON is read, by the page too, whatever the case of its type', async () => {
  for (const type of ['application/json', 'Application/JSON; charset=utf-8', 'application/problem+json']) {
    const { clone, bodies } = answer(new Response('{"a":"text"}', { headers: { 'content-type': type } }))
    expect(await (await fetch('/x')).json()).toEqual({ a: 'text' })
    await until(async () => expect(await bodies()).toEqual([{ a: 'xxxx' }]))
    expect(clone).toHaveBeenCalledOnce()
    await stage.stop()
  }
})

test('of a text without end no more is read than is looked at', async () => {
  const { body, pulls } = endless('x'.repeat(10_000))
  const { bodies } = answer(new Response(body, { headers: { 'content-type': 'text/plain' } }))
  await fetch('/x')
  await until(async () => expect(await bodies()).toEqual(['[too large]']))
  expect(pulls()).toBeLessThan(30)
})

test('a body that breaks off is told as one, and nobody hears of an error that is not the page’s', async () => {
  const errors: unknown[] = []
  const hear = (event: PromiseRejectionEvent): void => {
    event.preventDefault()
    errors.push(event.reason)
  }
  window.addEventListener('unhandledrejection', hear)
  const { body, fail } = endless('x')
  const { bodies } = answer(new Response(body, { headers: { 'content-type': 'text/plain' } }))
  const read = (await fetch('/x')).text()
  fail()
  await expect(read).rejects.toThrow()
  await until(async () => expect(await bodies()).toEqual(['[cut off]']))
  await new Promise((resolve) => setTimeout(resolve))
  window.removeEventListener('unhandledrejection', hear)
  expect(errors).toEqual([])
})
