import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { BuiltApp } from './bundle.ts'
import type { Case } from './case.ts'
import { root } from '../e2e/harness/server.ts'
import { pageOf } from './page.ts'
import { openServer, type Reply, type Server } from './server.ts'

export interface SiteOptions {
  readonly cases: readonly Case[]
  readonly recorders: Readonly<Record<string, string>>
  readonly apps: ReadonlyMap<string, BuiltApp>
  /** Where the recorder was built: its extras are fetched from `/extra`. */
  readonly dist: string
}

/** The recorded site: pages at `/case/<name>?with=<recorder>`, and all that they load. */
export function openSite({ cases, recorders, apps, dist }: SiteOptions): Promise<Server> {
  const byName = new Map(cases.map((one) => [one.name, one]))
  const font = readFileSync(join(root, 'node_modules/monaco-editor/esm/vs/base/browser/ui/codicons/codicon/codicon.ttf'))
  return openServer((url) => {
    const [, folder = '', file = ''] = /^\/(?:(\w+)\/)?(.*)$/.exec(decodeURIComponent(url.pathname))!
    const [, name = '', ext = ''] = /^(.*)\.(\w+)$/.exec(file) ?? []
    if (folder === 'case') {
      const found = byName.get(file)
      return found ? html(pageOf(found, url.searchParams.get('with') ?? 'own')) : null
    }
    if (folder === 'app') return appReply(apps.get(name), ext)
    if (folder === 'extra') return { type: 'text/javascript', body: readFileSync(join(dist, 'extra', file)) }
    if (folder === 'image') return imageOf(name, ext)
    if (file === 'icons.ttf') return { type: 'font/ttf', body: font }
    if (file in sheets) return { type: 'text/css', body: sheets[file]! }
    if (file in documents) return html(documents[file]!)
    return ext === 'js' && recorders[name] ? { type: 'text/javascript', body: recorders[name] } : null
  })
}

const html = (body: string): Reply => ({ type: 'text/html', body })

function appReply(app: BuiltApp | undefined, ext: string): Reply | null {
  if (!app) return null
  return ext === 'js' ? { type: 'text/javascript', body: app.js } : { type: 'text/css', body: app.css }
}

const sheets: Readonly<Record<string, string>> = {
  'linked.css': `.card { padding: 24px; background: #1d6fa5; color: white; font: 24px sans-serif } .pic { width: 200px; height: 100px; background: url(image/seagreen.svg) }`,
  'imported.css': `@import "deeper.css"; .card { border: 12px solid #c8553d }`,
  'deeper.css': `.card { background: #588b8b; color: white; padding: 30px }`,
  'late.css': `.card { background: #6a4c93; color: #ffca3a; letter-spacing: 4px }`,
}

const documents: Readonly<Record<string, string>> = {
  'framed.html': `<!doctype html><style>body{margin:0;background:#e9f5db;font:18px sans-serif}h2{background:#718355;color:white;margin:0;padding:12px}p{padding:0 12px;height:160px}</style><h2>Framed document</h2><p>It came from a server.</p><p>And scrolls.</p><p>To here.</p>`,
}

/** `/image/<colour>.svg`, `/image/<colour>.png`: two stripes, so that size and place can be seen. */
function imageOf(colour: string, ext: string): Reply | null {
  if (ext === 'svg')
    return {
      type: 'image/svg+xml',
      body: `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="100"><rect width="160" height="100" fill="${colour}"/><circle cx="50" cy="50" r="32" fill="gold"/></svg>`,
    }
  return ext === 'png' ? { type: 'image/png', body: pngOf(Number.parseInt(colour, 16)) } : null
}

/** 64 × 64 px in a colour, with a lighter half. */
function pngOf(rgb: number): Uint8Array {
  const size = 64
  const rows = Buffer.alloc(size * (1 + size * 3))
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      for (let c = 0; c < 3; c++) rows[y * (1 + size * 3) + 1 + x * 3 + c] = ((rgb >> (16 - 8 * c)) & 255) | (x + y < size ? 0 : 64)
  const part = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const bytes = Buffer.alloc(body.length + 8)
    bytes.writeUInt32BE(data.length, 0)
    body.copy(bytes, 4)
    bytes.writeUInt32BE(crc32(body), body.length + 4)
    return bytes
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([signature, part('IHDR', head), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))])
}
