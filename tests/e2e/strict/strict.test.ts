import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOf } from '../../../bench/recorder/page.ts'
import { workloads } from '../../../bench/recorder/workload.ts'
import { launchBrowser } from '../harness/browser.ts'
import { runCli, type RunningServer, startServer } from '../harness/server.ts'

/** Masked text is alike, so its chunks inflate further than others: the server takes what the recorder sends by default. */

let server: RunningServer
let site: Server
let siteUrl: string
let browser: Browser
let key = ''
let body = ''

beforeAll(async () => {
  server = await startServer()
  site = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><title>t</title><script src="${server.url}/playhead.js" data-key="${key}" data-consent="granted"></script>${body}`,
      )
  })
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve))
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  const made = await runCli(['project', 'create', 'strict', '--origin', siteUrl, '--json'], server.dataDir)
  key = (JSON.parse(made.stdout) as { writeKey: string }).writeKey
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  await server?.stop()
})

const table = (rows: number, columns: number, cell: (i: number) => string): string =>
  `<table>${Array.from({ length: rows }, (_, y) => `<tr>${Array.from({ length: columns }, (_, x) => `<td>${cell(y * columns + x)}</td>`).join('')}</tr>`).join('')}</table>`
const sourceOf = (method: () => Promise<void>): string => `(${String(method).replace(/^async \w+/, 'async function')})()`
const pages: readonly (readonly [name: string, html: string, act: string])[] = [
  ['a table of numbers', table(2000, 8, (i) => String((i * 7919) % 10_007)), ''],
  ['a list of links', table(5000, 6, (i) => `<a href="/product/${i}">Product ${i}</a>`), ''],
  ['a page of 10,000 nodes, and what changes it', pageOf(10_000), workloads.map(({ run }) => sourceOf(run)).join(';\n')],
  ['a page of 50,000 nodes', pageOf(50_000), ''],
  [
    'a text that grows',
    '<p>a</p>',
    `const text = document.querySelector('p').firstChild
     for (let i = 0; i < 120; i++) { text.data += ' and some more words of an answer'; await new Promise(requestAnimationFrame) }`,
  ],
  ['a talkative console', '', `for (let i = 0; i < 5000; i++) console.log('line', i)`],
  ['one error after the other', '', `for (let i = 0; i < 3000; i++) setTimeout(() => { throw new Error('bad ' + i) })`],
]

test.each(pages)('%s', { timeout: 60_000 }, async (_, html, act) => {
  body = html
  const page = await browser.newPage()
  const answers: string[] = []
  page.on('response', (response) => {
    if (response.request().method() !== 'POST') return
    // What is answered to the last batch may come when the page is gone: then only its status is known.
    const text = response.text().catch(() => '')
    void text.then((found) => answers.push(`${response.status()} ${found.slice(0, 120)}`))
  })
  await page.goto(siteUrl)
  await page.waitForFunction('window.playhead?.status?.().recording')
  await page.evaluate(`(async () => { ${act} })()`)
  await page.waitForTimeout(2500)
  await page.evaluate('window.playhead.stop()')
  await expect.poll(() => answers.length).toBeGreaterThan(1)
  expect(answers.filter((answer) => !answer.startsWith('20'))).toEqual([])
  await page.close()
})
