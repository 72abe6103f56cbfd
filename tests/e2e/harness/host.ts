import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { root } from './server.ts'

export interface PlayerHost {
  readonly url: string
  close(): void
}

/**
 * A page of somebody else's that embeds the built player at the recorded size, as `contract.md` promises:
 * `player.iife.js`, `frame.html`, and a Playhead server behind a proxy that adds the bearer token.
 */
export async function startPlayerHost(api: { url: string; token: string }): Promise<PlayerHost> {
  const page = `<!doctype html><meta charset="utf-8"><title>host</title>
    <style>body{margin:0}#stage{position:relative}</style><div id="stage"></div><script src="/player.iife.js"></script>`
  const files: Record<string, [type: string, body: Buffer | string]> = {
    '/': ['text/html', page],
    '/player.iife.js': ['text/javascript', readFileSync(join(root, 'packages/player/dist/player.iife.js'))],
    '/frame.html': ['text/html', readFileSync(join(root, 'packages/player/dist/frame.html'))],
    '/rrweb.js': ['text/javascript', readFileSync(join(root, 'node_modules/rrweb/umd/rrweb.min.js'))],
    '/rrweb.css': ['text/css', readFileSync(join(root, 'node_modules/rrweb/dist/style.min.css'))],
  }
  const server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!
    const file = files[path]
    if (file) {
      response.writeHead(200, { 'content-type': file[0] }).end(file[1])
    } else if (path.startsWith('/api/')) {
      fetch(api.url + request.url!, { headers: { authorization: `Bearer ${api.token}` } }).then(
        async (answer) => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/octet-stream' })
          response.end(Buffer.from(await answer.arrayBuffer()))
        },
        () => response.writeHead(502).end(),
      )
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}
