import { createElement, type ReactElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test } from 'vitest'
import type { Playhead } from '../init.ts'
import { optionsFromDataset } from '../option.ts'
import { PlayheadScript } from './next.ts'
import { usePlayhead } from './react.ts'
import { until } from '../../test/until.ts'

const host = document.createElement('div')
document.body.append(host)
let root = createRoot(host)
afterEach(() => {
  root.unmount()
  root = createRoot(host)
  localStorage.clear()
  sessionStorage.clear()
  Reflect.deleteProperty(window, 'tagged')
})

test('records while the component is there, also when strict mode mounts it twice', async () => {
  let last: Playhead | null = null
  function App(): ReactElement {
    const playhead = usePlayhead({ key: 'k', host: location.origin, consent: 'granted' })
    last = playhead
    return createElement('p', null, playhead?.status().reason ?? 'none')
  }
  root.render(createElement(StrictMode, null, createElement(App)))
  await until(() => expect(last?.status()).toEqual({ recording: true, reason: 'recording' }))
  root.unmount()
  await until(() => expect(last?.status()).toEqual({ recording: false, reason: 'stopped' }))
})

test('nothing begins without consent, and nothing on a server', async () => {
  let last: Playhead | null = null
  function App(): null {
    last = usePlayhead({ key: 'k', host: location.origin })
    return null
  }
  expect(renderToString(createElement(App))).toBe('')
  expect(last).toBe(null)
  root.render(createElement(App))
  await until(() => expect(last?.status().reason).toBe('consent'))
  expect(localStorage.length).toBe(0)
})

test('the script tag of a layout runs once, with its options', async () => {
  const script = `data:text/javascript,window.tagged=[...(window.tagged??[]),document.currentScript.dataset.key+document.currentScript.dataset.privacy]//`
  const tag = (): ReactElement => createElement(PlayheadScript, { host: script, writeKey: 'wk', data: { privacy: 'relaxed' } })
  expect(renderToString(tag())).toMatch(/^<script[^>]* data-key="wk"[^>]*><\/script>$/)
  root.render(createElement('div', null, tag(), tag()))
  await until(() => expect((window as { tagged?: string[] }).tagged).toEqual(['wkrelaxed']))
})

test('options of the tag stand in it as attributes are written', () => {
  const privacyRules = [{ url: '/account/*', privacy: 'strict' }] as const
  const data = { privacyRules, minimumMs: 5000, canvas: true, trigger: 'error rage', mask: undefined }
  const html = renderToString(createElement(PlayheadScript, { host: location.origin, writeKey: 'wk', data }))
  const { dataset } = new DOMParser().parseFromString(html, 'text/html').querySelector('script')!
  expect(Object.fromEntries(Object.entries(dataset))).toEqual({
    key: 'wk',
    privacyRules: JSON.stringify(privacyRules),
    minimumMs: '5000',
    canvas: 'true',
    trigger: 'error rage',
  })
  expect(optionsFromDataset(dataset, location.origin)).toMatchObject({ privacyRules, minimumMs: 5000, canvas: true, problems: [] })
})

test.each(['mask', 'unmask', 'block'])('a selector for %s that cannot be read is a problem; in doubt all is masked', (name) => {
  const found = optionsFromDataset({ key: 'k', [name]: '..name' }, location.origin)
  expect(found.problems).toEqual([`data-${name}="..name"`])
  expect(found.mask).toBe(name === 'unmask' ? undefined : '*')
  expect(found.unmask).toBe(undefined)
  expect(optionsFromDataset({ key: 'k', [name]: '.name, #id' }, location.origin)).toMatchObject({ [name]: '.name, #id', problems: [] })
})
