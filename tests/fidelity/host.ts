import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../e2e/harness/server.ts'
import { openServer, type Reply, type Server } from './server.ts'

const page = (head: string, body = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>replay</title><link rel="icon" href="data:,"><style>html,body{margin:0;height:100%;overflow:hidden}#stage{position:relative;width:100%;height:100%}</style>${head}</head><body><div id="stage"></div>${body}</body></html>`

/** rrweb's player shows nothing but the page: no cursor, no trail, no warnings. Pictures get the time that they ask for. */
const peerScript = `
const wait = (ms) => new Promise((done) => setTimeout(done, ms))
window.openPeer = async (events) => {
  window.startMs = events[0].timestamp
  window.replayer = new rrweb.Replayer(events, { root: document.querySelector('#stage'), mouseTail: false, showWarning: false, UNSAFE_replayCanvas: true, triggerFocus: true })
}
window.seekPeer = async (timeMs) => {
  replayer.pause(timeMs - startMs)
  const shown = replayer.iframe.contentDocument
  await Promise.race([wait(1500), (async () => {
    await shown.fonts.ready
    await Promise.all([...shown.images].map((image) => image.complete || new Promise((done) => { image.onload = image.onerror = done })))
  })()])
  await wait(150)
}`
const peerStyle =
  '<style>.replayer-wrapper{position:absolute;left:0;top:0}.replayer-mouse{display:none!important}.replayer-wrapper>iframe{border:0}</style>'

/** The pages that show recordings: ours with the built player, rrweb's with its own. */
export async function openHost(dist: string): Promise<Server> {
  const read = (path: string): Promise<string> => readFile(path, 'utf8')
  const [script, frame, policy, rrweb, style] = await Promise.all([
    read(join(dist, 'player.iife.js')),
    read(join(dist, 'frame.html')),
    read(join(dist, 'frame.csp')),
    read(join(root, 'node_modules/rrweb/umd/rrweb.min.js')),
    read(join(root, 'node_modules/rrweb/dist/style.min.css')),
  ])
  const files: Readonly<Record<string, Reply>> = {
    '/own.html': { type: 'text/html', body: page('<script src="/player.js"></script>') },
    '/player.js': { type: 'text/javascript', body: script },
    '/frame.html': { type: 'text/html', body: frame, headers: { 'content-security-policy': policy.trim() } },
    '/peer.html': {
      type: 'text/html',
      body: page(`<style>${style}</style>${peerStyle}<script src="/rrweb.js"></script>`, `<script>${peerScript}</script>`),
    },
    '/rrweb.js': { type: 'text/javascript', body: rrweb },
  }
  return openServer(({ pathname }) => files[pathname] ?? null)
}
