import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn, startTestServer, type SignedIn, type TestServer } from './harness.ts'

let server: TestServer
let user: SignedIn
beforeAll(async () => {
  server = await startTestServer()
  user = await signIn(server)
})
afterAll(() => server.dispose())

test('the replay frame comes with the policy that it was built with', async () => {
  const { url } = (await (await user.ask('GET', '/api/v1/replay-frame')).json()) as { url: string }
  expect(url).toMatch(/^\/replay-frame\/[0-9a-f]{16}\.html$/)
  const frame = await fetch(server.url + url)
  expect(frame.headers.get('content-security-policy')).toBe("default-src 'none'")
  expect(frame.headers.get('referrer-policy')).toBe('no-referrer')
  expect(frame.headers.get('x-dns-prefetch-control')).toBe('off')
  expect(frame.headers.get('x-content-type-options')).toBe('nosniff')
  expect(frame.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${server.url}/replay-frame/0000000000000000.html`)).status).toBe(404)
})

test('the loader names the recorder by its content', async () => {
  const loader = await fetch(`${server.url}/playhead.js`)
  const path = /"(\/playhead-[0-9a-f]{16}\.js)"/.exec(await loader.text())![1]!
  const recorder = await fetch(server.url + path)
  expect(await recorder.text()).toBe('window.playhead = {}')
  expect(recorder.headers.get('cache-control')).toContain('immutable')
  expect(recorder.headers.get('access-control-allow-origin')).toBe('*')
  const stale = await fetch(`${server.url}/playhead-0123456789abcdef.js`)
  expect(stale.headers.get('cache-control')).not.toContain('immutable')
})

test('extras stand beside the recorder, for ever under its name', async () => {
  const loader = await (await fetch(`${server.url}/playhead.js`)).text()
  const name = /playhead-[0-9a-f]{16}\.js/.exec(loader)![0]
  const extra = await fetch(`${server.url}/extra/state.js?${name}`)
  expect(await extra.text()).toBe('extra = 1')
  expect(extra.headers.get('cache-control')).toContain('immutable')
  expect(extra.headers.get('access-control-allow-origin')).toBe('*')
  expect((await fetch(`${server.url}/extra/state.js?playhead-0123456789abcdef.js`)).headers.get('cache-control')).not.toContain('immutable')
  expect((await fetch(`${server.url}/extra/none.js`)).status).toBe(404)
})

test('every address without a file is a screen of the dashboard, under a strict policy', async () => {
  const page = await fetch(`${server.url}/p/demo/sessions?x=1`)
  expect(await page.text()).toContain('id="root"')
  const policy = page.headers.get('content-security-policy')!
  expect(policy).toContain("default-src 'none'; script-src 'self' 'sha256-")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  const script = await fetch(`${server.url}/assets/index-AbCd1234.js`)
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${server.url}/assets/gone-AbCd1234.js`)).status).toBe(404)
})

test('no address leads out of the dashboard’s folder', async () => {
  for (const path of ['/..%2f..%2f..%2fdocs%2fprivacy.md', '/%2e%2e/%2e%2e/package.json', '/assets/..%5c..%5cx.js', '/%00.js', '/%zz.js']) {
    const response = await fetch(server.url + path)
    expect(await response.text(), path).not.toContain('Masked first')
    expect(response.status, path).toBeLessThan(500)
  }
})

test('documents, the table of errors and the API can be read without a script', async () => {
  expect(await (await fetch(`${server.url}/docs/`)).text()).toContain('/docs/privacy')
  expect(await (await fetch(`${server.url}/docs/privacy`)).text()).toContain('<h1>Privacy</h1>')
  expect(await (await fetch(`${server.url}/docs/errors`)).text()).toContain('origin-not-allowed')
  expect((await fetch(`${server.url}/docs/..%2f..%2fpackage`)).status).toBe(404)
  const api = await (await fetch(`${server.url}/api/docs`)).text()
  expect(api).toContain('/api/v1/projects/{id}/sessions/search')
  expect(api).not.toContain('<script')
})

test('health, readiness and metrics', async () => {
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
  expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('playhead_api_requests_total')
})

test('what has not been built says so', async () => {
  const response = await fetch(`${server.url}/demo/`)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ error: { code: 'not-built' } })
})

test('the demo project is there, with a snippet that needs no banner', async () => {
  const demo = (await (await user.ask('GET', '/api/v1/projects/demo')).json()) as { demo: boolean; snippet: string; origins: string[] }
  expect(demo.demo).toBe(true)
  expect(demo.origins).toContain(server.url)
  expect(demo.snippet).toMatch(
    /^<script async src="\/playhead.js" data-key="[^"]+" data-consent="granted" data-privacy="relaxed" data-console="structured" data-network="bodies" data-state><\/script>$/,
  )
})
