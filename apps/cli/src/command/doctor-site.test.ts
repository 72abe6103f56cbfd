import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isInside } from '../site.ts'
import { describeVerdict, examineSite } from './doctor-site.ts'

const playhead = new URL('https://replay.example.com')
const toEnd: (() => unknown)[] = []
afterEach(async () => {
  for (const end of toEnd.splice(0)) await end()
})

async function serve(answer: RequestListener): Promise<string> {
  const http = createServer(answer).listen(0, '127.0.0.1')
  toEnd.push(() => {
    http.closeAllConnections()
    http.close()
  })
  await once(http, 'listening')
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

test('a policy that keeps the recorder out is bad, with what it should say', async () => {
  const origin = await serve((_, response) => response.writeHead(200, { 'content-security-policy': "default-src 'self'" }).end())
  expect(await examineSite(origin, playhead)).toEqual({
    name: 'site',
    state: 'bad',
    text: `${origin} has a Content-Security-Policy that keeps out the recorder’s script and its connection; let it say: script-src 'self' ${playhead.origin}; connect-src 'self' ${playhead.origin}; worker-src 'self' blob:`,
  })
})

test('of several policies, in headers and in the page, each counts', async () => {
  const origin = await serve((_, response) => {
    response.setHeader('content-security-policy', [`script-src ${playhead.origin} blob:`, 'img-src *'])
    response.end(`<head><!-- <meta http-equiv="Content-Security-Policy" content="script-src 'none'"> -->
      <META content='connect-src &#39;self&#39;' http-equiv=Content-Security-Policy></head>`)
  })
  const { state, text } = await examineSite(origin, playhead)
  expect([state, text]).toEqual(['bad', expect.stringMatching(/out the recorder’s connection; let it say: connect-src 'self' https:\S+$/)])
})

test.each([
  [undefined, 'ok', 'has no Content-Security-Policy'],
  [`script-src ${playhead.origin}; worker-src blob:`, 'ok', 'lets the recorder in'],
  [`script-src ${playhead.origin}`, 'note', 'data-worker="false"'],
  ["script-src 'nonce-x'; worker-src blob:", 'note', 'give the script tag the page’s nonce'],
])('a page with %s is %s', async (policy, state, says) => {
  const origin = await serve((_, response) =>
    response.writeHead(200, policy === undefined ? {} : { 'content-security-policy': policy }).end(),
  )
  expect(await examineSite(origin, playhead)).toMatchObject({ state, text: expect.stringContaining(says) })
})

test('a nonce is named, too, where something else is missing', () => {
  const mended = { script: [], connect: ['connect-src x'], worker: [] }
  expect(describeVerdict({ script: 'nonce', connect: 'blocked', worker: 'allowed', mended })).toEqual({
    state: 'bad',
    text: 'keeps out the recorder’s connection; let it say: connect-src x, and give the script tag the page’s nonce',
  })
})

test('redirects are followed within the origin, and to no other that is not of the internet', async () => {
  let asked = 0
  const secret = await serve((_, response) => {
    asked++
    response.end()
  })
  const targets: Record<string, string> = { '/': '/login', '/login': '/shop', '/away': secret }
  const origin = await serve(({ url = '' }, response) => {
    if (targets[url]) response.writeHead(302, { location: targets[url] }).end()
    else response.writeHead(200, { 'content-security-policy': "script-src 'none'" }).end()
  })
  expect((await examineSite(origin, playhead)).state).toBe('bad')
  // By address, and by a name that stands for one.
  for (const target of [secret, secret.replace('127.0.0.1', 'localhost'), secret.replace('127.0.0.1', '[::ffff:127.0.0.1]')]) {
    targets['/'] = target
    const { state, text } = await examineSite(origin, playhead)
    expect([state, text]).toEqual([
      'note',
      expect.stringMatching(/ leads to \S+, which is not followed: its address is not of the internet$/),
    ])
  }
  targets['/'] = 'file:///etc/passwd'
  expect((await examineSite(origin, playhead)).text).toMatch(/leads to file:, which is not followed$/)
  targets['/'] = '/'
  expect((await examineSite(origin, playhead)).text).toMatch(/redirects more than 5 times$/)
  expect(asked).toBe(0)
})

test('what does not answer, or refuses, is told and not bad', async () => {
  const refusing = await serve((_, response) => response.writeHead(403, { 'content-security-policy': "default-src 'none'" }).end())
  expect(await examineSite(refusing, playhead)).toMatchObject({ state: 'note', text: expect.stringContaining('answers 403') })
  expect(await examineSite('http://127.0.0.1:1', playhead)).toMatchObject({ state: 'note', text: expect.stringContaining('ECONNREFUSED') })
  const silent = await serve(() => undefined)
  expect(await examineSite(silent, playhead)).toMatchObject({ state: 'note', text: `${silent} did not answer within 5 s` })
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '172.31.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  '::ffff:10.0.0.1',
])('%s is not of the internet', (address) => expect(isInside(address)).toBe(true))
test.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])('%s is', (address) => expect(isInside(address)).toBe(false))
