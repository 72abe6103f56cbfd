import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { createReplayFrame } from '../../apps/server/src/site/replay-frame.ts'
import { build } from '../../packages/player/build.ts'

/** Where a team looks at recordings: the player, its frame with the server's own headers, and pages without any defence. */
export interface Site {
  readonly origin: string
  readonly frameUrl: string
  /** Unprotected pages: each is served under `/control/` and its canary. */
  readonly controls: Map<string, string>
  close(): Promise<void>
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const rrweb = fileURLToPath(new URL('../../node_modules/rrweb/umd/rrweb.min.js', import.meta.url))
// No policy of the page around: what it would stop must not hide what the frame lets through.
const host =
  '<!doctype html><meta charset="utf-8"><title>viewer</title><style>body{margin:0}#stage{width:800px;height:600px}</style>' +
  '<div id="stage"></div><script src="/player.js"></script><script src="/viewer.js"></script>'

export async function openSite(): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'playhead-attack-'))
  const dist = join(root, 'packages/player/dist')
  await build(dist)
  const page = await bundle({ entryPoints: [join(folder, 'viewer.ts')], bundle: true, write: false, format: 'iife', target: 'es2022' })
  const scripts: Readonly<Record<string, string>> = {
    '/player.js': await readFile(join(dist, 'player.iife.js'), 'utf8'),
    '/viewer.js': page.outputFiles[0]!.text,
    '/rrweb.js': await readFile(rrweb, 'utf8'),
  }
  const frame = createReplayFrame(root)
  const controls = new Map<string, string>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site')
    if (frame.page(request, response, url)) return
    const script = scripts[url.pathname]
    const body = url.pathname === '/' ? host : (controls.get(url.pathname.replace('/control/', '')) ?? 'x')
    response.writeHead(200, {
      'content-type': script === undefined ? 'text/html; charset=utf-8' : 'text/javascript',
      'cache-control': 'no-store',
    })
    response.end(script ?? body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    frameUrl: frame.url()!,
    controls,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(root, { recursive: true, force: true })
    },
  }
}
