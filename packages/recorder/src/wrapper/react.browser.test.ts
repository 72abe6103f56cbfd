import { createElement, type ReactElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test } from 'vitest'
import type { Playhead } from '../init.ts'
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
