import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/browser.ts'
import { root, runCli, type RunningServer, startServer } from '../harness/server.ts'

const pictures = join(root, 'tests/dist/clip')
let server: RunningServer
let browser: Browser
let token = ''
let sessionId = ''

/** As rrweb writes it: a page that is red, and blue after a second. */
const recording = (): unknown[] => {
  const text = (id: number, textContent: string) => ({ type: 3, textContent, id })
  const element = (id: number, tagName: string, childNodes: unknown[] = [], attributes: object = {}) => ({
    type: 2,
    tagName,
    attributes,
    childNodes,
    id,
  })
  const head = element(3, 'head', [element(4, 'style', [text(5, 'body{margin:0;background:rgb(255,0,0)}body.b{background:rgb(0,0,255)}')])])
  const body = element(6, 'body', [element(7, 'p', [text(8, 'one')])])
  const node = {
    type: 0,
    childNodes: [{ type: 1, name: 'html', publicId: '', systemId: '', id: 1 }, element(2, 'html', [head, body])],
    id: 9,
  }
  const at = 1_700_000_000_000
  return [
    { type: 4, data: { href: 'https://shop.example/', width: 640, height: 400 }, timestamp: at },
    { type: 2, data: { node, initialOffset: { top: 0, left: 0 } }, timestamp: at },
    {
      type: 3,
      data: { source: 0, texts: [], removes: [], adds: [], attributes: [{ id: 6, attributes: { class: 'b' } }] },
      timestamp: at + 1000,
    },
    { type: 3, data: { source: 0, texts: [{ id: 8, value: 'two' }], removes: [], adds: [], attributes: [] }, timestamp: at + 2000 },
  ]
}

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  server = await startServer()
  browser = await launchBrowser()
  const made = await runCli(['token', 'create', '--project', 'demo', '--role', 'viewer', '--json'], server.dataDir)
  token = (JSON.parse(made.stdout) as { token: string }).token
  const file = join(pictures, 'recording.json')
  writeFileSync(file, JSON.stringify(recording()))
  const imported = await runCli(['import', file, '--project', 'demo', '--json'], server.dataDir)
  sessionId = (JSON.parse(imported.stdout) as { sessionId: string }).sessionId
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const call = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}/api/v1/projects/demo${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  })
interface Clip {
  id: string
  state: string
  message: string
  done: number
  total: number
}
async function draw(body: object): Promise<{ clip: Clip; file: Response }> {
  const started = await call(`/sessions/${sessionId}/clips`, { method: 'POST', body: JSON.stringify(body) })
  expect(started.status).toBe(202)
  const { id } = (await started.json()) as Clip
  for (;;) {
    const clip = (await (await call(`/clips/${id}`)).json()) as Clip
    if (/done|failed/.test(clip.state)) return { clip, file: await call(`/clips/${id}/file`) }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

test('a span of a session is drawn as a GIF, as wide as it was recorded, with what was there at each moment', async () => {
  const { clip, file } = await draw({ format: 'gif', fromMs: 500, toMs: 1500, framesPerSecond: 4 })
  expect(clip).toMatchObject({ state: 'done', message: '', done: 4, total: 4 })
  expect(file.headers.get('content-type')).toBe('image/gif')
  const bytes = Buffer.from(await file.arrayBuffer())
  writeFileSync(join(pictures, 'clip.gif'), bytes)
  expect([bytes.subarray(0, 6).toString(), bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual(['GIF89a', 640, 400])
  const delays: number[] = []
  for (let at = bytes.indexOf('21f904', 0, 'hex'); at >= 0; at = bytes.indexOf('21f904', at + 1, 'hex'))
    delays.push(bytes.readUInt16LE(at + 4))
  // Red for two frames, blue for two.
  expect(delays).toEqual([50, 50])
})

test('a still is the page at that moment', async () => {
  const { file } = await draw({ format: 'png', fromMs: 1200, toMs: 1201 })
  const page = await browser.newPage({ viewport: { width: 640, height: 400 } })
  await page.setContent(
    `<body style="margin:0"><img src="data:image/png;base64,${Buffer.from(await file.arrayBuffer()).toString('base64')}">`,
  )
  const pixel = await page.evaluate(async () => {
    const image = document.querySelector('img')!
    await image.decode()
    const context = new OffscreenCanvas(640, 400).getContext('2d')!
    context.drawImage(image, 0, 0)
    return [...context.getImageData(600, 380, 1, 1).data]
  })
  expect(pixel).toEqual([0, 0, 255, 255])
  await page.close()
})

test('what cannot be drawn is refused with its reason; nobody reads the clips of others', async () => {
  const refused = async (body: object): Promise<[number, string]> => {
    const response = await call(`/sessions/${sessionId}/clips`, { method: 'POST', body: JSON.stringify(body) })
    return [response.status, ((await response.json()) as { error: { code: string } }).error.code]
  }
  expect(await refused({ format: 'gif', fromMs: 500, toMs: 400 })).toEqual([400, 'bad-request'])
  expect(await refused({ format: 'gif', fromMs: 90_000, toMs: 95_000 })).toEqual([400, 'bad-request'])
  expect(await refused({ format: 'avi', fromMs: 0, toMs: 1000 })).toEqual([400, 'bad-request'])
  expect((await call(`/clips/${crypto.randomUUID()}`)).status).toBe(404)
  expect((await fetch(`${server.url}/api/v1/projects/demo/clips/${crypto.randomUUID()}`)).status).toBe(401)
})

test('the command line writes a session as a file that opens without a server', async () => {
  const out = join(pictures, 'session.html')
  const exported = await runCli(['export', sessionId, '--format', 'html', '--out', out, '--json'], server.dataDir)
  expect(exported).toMatchObject({ status: 0, stderr: '' })
  expect(readFileSync(out, 'utf8')).toContain(sessionId)
})
