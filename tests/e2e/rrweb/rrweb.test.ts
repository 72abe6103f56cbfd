import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/browser.ts'
import { type PlayerHost, startPlayerHost } from '../harness/host.ts'
import { comparePictures } from '../harness/picture.ts'
import { root, runCli, type RunningServer, startServer } from '../harness/server.ts'
import { openRecording } from '../harness/viewer.ts'

const viewport = { width: 900, height: 600 }
const pictures = join(root, 'tests/dist/rrweb')
let server: RunningServer
let browser: Browser
let host: PlayerHost

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  server = await startServer()
  browser = await launchBrowser()
  const made = await runCli(['token', 'create', '--project', 'demo', '--role', 'viewer', '--json'], server.dataDir)
  host = await startPlayerHost({ url: server.url, token: (JSON.parse(made.stdout) as { token: string }).token })
})
afterAll(async () => {
  host?.close()
  await browser?.close()
  await server?.stop()
})

/** A to-do list, with what rrweb and we must both carry: late nodes, moved nodes, styles, a scroller, a form. */
const site = `<!doctype html><meta charset="utf-8"><title>list</title>
<style>body{font:16px/1.5 sans-serif;margin:24px;background:#fdf6e3}li{padding:4px 8px}li.done{color:#999;text-decoration:line-through}
.box{height:120px;overflow:auto;border:2px solid #268bd2;padding:8px}button{font:inherit}</style>
<h1>Things to do</h1><ul id="list"><li>Water the plants</li><li>Write home</li></ul>
<p><button id="add">Add</button> <button id="turn">Turn round</button></p>
<div class="box" id="box">${Array.from({ length: 30 }, (_, i) => `<p>Line ${i}</p>`).join('')}</div>`

test('a recording made by rrweb is imported by the command line, and plays', async () => {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1 })
  await page.goto(host.url)
  await page.setContent(site)
  await page.addScriptTag({ url: `${host.url}rrweb.js` })
  await page.evaluate(() => {
    const scope = globalThis as unknown as { rrweb: { record(options: object): void }; recorded: unknown[] }
    scope.recorded = []
    scope.rrweb.record({ emit: (event: unknown) => scope.recorded.push(event) })
    const list = document.getElementById('list')!
    document.getElementById('add')!.onclick = () => {
      const item = document.createElement('li')
      item.append('Mend ', document.createTextNode('the gate'))
      list.append(item)
      list.children[0]!.className = 'done'
    }
    document.getElementById('turn')!.onclick = () => list.append(list.children[0]!)
  })
  await page.click('#add')
  await page.click('#turn')
  await page.evaluate(() => document.getElementById('box')!.scrollTo(0, 200))
  await page.mouse.move(10, 590)
  await page.waitForTimeout(400)
  const live = await page.screenshot({ caret: 'hide' })
  const events = await page.evaluate(() => (globalThis as unknown as { recorded: { timestamp: number }[] }).recorded)
  await page.close()

  const file = join(pictures, 'recorded-by-rrweb.json')
  writeFileSync(file, JSON.stringify(events))
  const imported = await runCli(['import', file, '--project', 'demo', '--json'], server.dataDir)
  expect(imported).toMatchObject({ status: 0, stderr: '' })
  const { sessionId } = JSON.parse(imported.stdout) as { sessionId: string }

  const viewer = await browser.newPage({ viewport, deviceScaleFactor: 1 })
  await viewer.goto(host.url)
  const { durationMs } = await openRecording(viewer, 'demo', sessionId, { overlay: false })
  await viewer.evaluate((ms) => globalThis.player.seek(ms), durationMs)
  const items = viewer.frameLocator('iframe').locator('li')
  expect(await items.allTextContents()).toEqual(['Write home', 'Mend the gate', 'Water the plants'])
  const replay = await viewer.screenshot({ caret: 'hide' })
  const difference = await comparePictures(browser, live, replay, join(pictures, 'import.png'))
  console.info('share of content that differs after import:', difference.content)
  expect(difference.content).toBeLessThan(0.005)
  // And back: before anything was clicked there were two things to do.
  await viewer.evaluate(() => globalThis.player.seek(0))
  expect(await items.allTextContents()).toEqual(['Water the plants', 'Write home'])
  await viewer.close()
})

test.each([
  ['not JSON', '{"events": [', 'foreign'],
  ['JSON of something else', '{"name": "playhead"}', 'foreign'],
  [
    'a broken recording',
    JSON.stringify([
      { type: 4, timestamp: 1, data: { width: 1, height: 1, href: 'https://a.example' } },
      { type: 2, timestamp: 2, data: { node: 7 } },
    ]),
    'bad-',
  ],
])('%s is refused with a code, and the server goes on', async (_, text, code) => {
  const file = join(pictures, 'refused.json')
  writeFileSync(file, text)
  const { status, stdout, stderr } = await runCli(['import', file, '--project', 'demo'], server.dataDir)
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^error [a-z-]+: .+/)
  expect(stderr).toContain(code)
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
})
