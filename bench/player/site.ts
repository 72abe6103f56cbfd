import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Stored } from './session.ts'

/** Serves a page with both players, and a session to each of them. */
export async function serve(dir: string, stored: Stored, json: string): Promise<{ url: string; close(): void }> {
  const page =
    '<!doctype html><body style="margin:0"><div id="stage" style="width:1280px;height:720px"></div><script src="/player.iife.js"></script><script src="/rrweb.js"></script>'
  const policy = (await readFile(join(dir, 'frame.csp'), 'utf8')).trim()
  const files: Record<string, [type: string, body: () => Promise<Buffer | string> | string | Uint8Array]> = {
    '/': ['text/html', () => page],
    '/frame.html': ['text/html', () => readFile(join(dir, 'frame.html'))],
    '/player.iife.js': ['text/javascript', () => readFile(join(dir, 'player.iife.js'))],
    '/rrweb.js': ['text/javascript', () => readFile(join(dir, 'rrweb.js'))],
    '/manifest.json': ['application/json', () => JSON.stringify(stored.live.manifest)],
    '/stored.json': ['application/json', () => JSON.stringify(stored.manifest)],
    '/rrweb.json': ['application/json', () => json],
  }
  const lists: Record<string, (seq: number) => Uint8Array | undefined> = {
    chunk: (seq) => stored.live.chunks[seq],
    block: (seq) => stored.blocks[seq],
    checkpoint: (seq) => stored.checkpoints.get(seq),
  }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const [, list = '', seq] = /^\/(chunk|block|checkpoint)\/(\d+)$/.exec(path) ?? []
    const [type, body] = lists[list]
      ? (['application/octet-stream', () => lists[list]!(Number(seq)) ?? ''] as const)
      : (files[path] ?? ['text/plain', () => ''])
    response.setHeader('Content-Type', type)
    if (path === '/frame.html') response.setHeader('Content-Security-Policy', policy)
    // As stored: a viewer's browser undoes it beside the page's own work.
    if (list === 'block' || list === 'checkpoint') response.setHeader('Content-Encoding', 'br')
    void Promise.resolve(body()).then((content) => response.end(content))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
