import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordingManifest } from '@playhead/wire'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningServer, startServer } from '../../apps/server/src/server.ts'
import { build } from '../../packages/recorder/build.ts'
import { launchBrowser } from '../e2e/harness/browser.ts'
import { type Ask, signIn } from '../loss/world.ts'
import { freePort, startCaddy, startNginx, startNode, type StartProxy } from './proxy.ts'

/** What docs/first-party.md says, run as it stands there. */

let dir: string
let server: RunningServer
let browser: Browser
let ask: Ask
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-first-party-'))
  const dist = join(dir, 'root/packages/recorder/dist')
  mkdirSync(dist, { recursive: true })
  await build(dist)
  server = await startServer({ port: 0, logLevel: 'silent', dataDir: join(dir, 'data'), root: join(dir, 'root') })
  ask = await signIn(server.url, server.setupUrl!)
  browser = await launchBrowser()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
  if (dir) rmSync(dir, { recursive: true, force: true })
})

/** A program that may be installed, by name or by its variable. */
function find(name: string): string | null {
  const command = process.env[`PLAYHEAD_${name.toUpperCase()}`] ?? name
  try {
    execFileSync(command, [name === 'nginx' ? '-v' : 'version'], { stdio: 'ignore' })
    return command
  } catch {
    return null
  }
}
const [nginx, caddy] = [find('nginx'), find('caddy')]

async function tryProxy(start: StartProxy): Promise<void> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const made = await ask('POST', '/api/v1/projects', { name: `Site ${port}`, origins: [origin] })
  const { id, writeKey } = (await made.json()) as { id: string; writeKey: string }
  const tag = `<script async src="/lib/v.js" data-path="/lib" data-host="${server.url}" data-key="${writeKey}" data-consent="granted"></script>`
  const proxy = await start(port, server.url, `<!doctype html><title>shop</title>${tag}<button>Buy</button>`)
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const asked: URL[] = []
    page.on('request', (request) => asked.push(new URL(request.url())))
    await page.goto(`${origin}/`)
    await page.waitForFunction('window.playhead?.record')
    await page.click('button')
    const link = await page.evaluate('window.playhead.sessionUrl()')
    expect(link).toMatch(new RegExp(`^${server.url}/sessions/`))
    const session = String(link).split('/').at(-1)!
    await vi.waitFor(
      async () => {
        const answer = await ask('GET', `/api/v1/projects/${id}/sessions/${session}/recording`)
        expect(answer.status).toBe(200)
        const { chunks } = (await answer.json()) as RecordingManifest
        expect(chunks.some(({ keyframe }) => keyframe)).toBe(true)
        expect(chunks.length).toBeGreaterThan(1)
      },
      { timeout: 20_000, interval: 200 },
    )
    // Nothing went elsewhere, and no address gives itself away.
    const own = asked.filter(({ protocol, pathname }) => protocol !== 'blob:' && pathname !== '/favicon.ico')
    expect(new Set(own.map((url) => url.origin))).toEqual(new Set([origin]))
    expect(own.filter(({ pathname }) => /playhead|record|replay|session/.test(pathname))).toEqual([])
    expect(own.some(({ pathname }) => /^\/lib\/[0-9a-f]{16}\.js$/.test(pathname))).toBe(true)
    // What is not the recorder's is not passed on.
    expect(await (await fetch(`${origin}/lib/health`)).text()).not.toContain('"ok"')
  } finally {
    await context.close()
    await proxy.close()
  }
}

test('Node and Express', { timeout: 60_000 }, () => tryProxy(startNode))
test.skipIf(!nginx)('nginx', { timeout: 60_000 }, () => tryProxy(startNginx(nginx!)))
test.skipIf(!caddy)('Caddy', { timeout: 60_000 }, () => tryProxy(startCaddy(caddy!)))
