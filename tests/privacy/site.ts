import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { canaryOf } from './canary.ts'
import type { Place } from './place/place.ts'

/** When a canary came to its place: with the page, added to it, or changed in it. Scripts only act. */
export type Moment = 'start' | 'added' | 'changed' | 'act'

/** A place at a moment, with the canary that it holds then and nobody else ever does. */
export interface Planted {
  readonly place: Place
  readonly moment: Moment
  readonly canary: string
}

const momentsOf = (place: Place): readonly Moment[] =>
  place.html ? ['start', 'added', 'changed'] : place.script || place.keys ? ['act'] : ['start']
const canaryAt = ({ form }: Place, index: number, moment: Moment): string =>
  canaryOf(index * 3 + (moment === 'added' ? 1 : moment === 'changed' ? 2 : 0), form)

/** Every canary that the site plants with these places. */
export const plant = (places: readonly Place[]): Planted[] =>
  places.flatMap((place, index) => momentsOf(place).map((moment) => ({ place, moment, canary: canaryAt(place, index, moment) })))

/** What scripts of places work with. */
const prelude = readFileSync(new URL('prelude.js', import.meta.url), 'utf8')

export interface Site {
  readonly url: string
  /** Where a visit begins, and where it goes on: the canaries of addresses are in both. */
  readonly from: string
  readonly entry: string
  /** Fields to type into: HTML, text. */
  readonly keys: readonly (readonly [html: string, text: string])[]
  /** What a page does once it is recorded, as scripts to run in it one after the other. */
  readonly scripts: readonly string[]
  close(): void
}

/**
 * @param tags what the page is recorded by: HTML for its head
 * @param script `/recorder.js`, for who brings the recorder along
 * @param frameTags what frames of another origin are recorded by
 */
export async function startSite(
  places: readonly Place[],
  tags: (port: number) => string,
  script = '',
  frameTags: (port: number) => string = () => '',
): Promise<Site> {
  let port = 0
  const fillIn = (html: string, canary: string): string => html.replaceAll('$', () => canary).replaceAll('{port}', String(port))
  const page = (): string => {
    const head = places.flatMap((place, index) => (place.head ? [fillIn(place.head, canaryAt(place, index, 'start'))] : []))
    const body = places.flatMap((place, index) => (place.html ? [`<div>${fillIn(place.html, canaryAt(place, index, 'start'))}</div>`] : []))
    return `<!doctype html><html><head><meta charset="utf-8">${head.join('\n')}
<script>${prelude}</script>${tags(port)}
<style>body{font:14px sans-serif}.box{color:red}</style></head><body><h1 class="box">Page</h1>${body.join('\n')}</body></html>`
  }
  const sheet = (kind: string, canary: string): string =>
    ({
      content: `.z::before{content:"${canary}"}`,
      selector: `p[data-user="${canary}"]{color:red}`,
      comment: `/*${canary}*/.z{color:red}`,
      family: `.z{font-family:"${canary}"}`,
      property: `.z{--name:${canary}}`,
    })[kind] ?? '.z{color:red}'
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, 'http://site')
    const text = url.searchParams.get('text') ?? ''
    const send = (type: string, body: string, headers: Record<string, string> = {}): void => {
      response.writeHead(200, { 'content-type': type, ...headers }).end(body)
    }
    request.resume()
    if (url.pathname.startsWith('/visit')) send('text/html', page())
    else if (url.pathname === '/recorder.js') send('text/javascript', script)
    else if (url.pathname.startsWith('/from')) send('text/html', '<!doctype html><title>from</title>')
    else if (url.pathname === '/next') send('text/html', `<!doctype html><title>next</title>${tags(port)}<p>next`)
    else if (url.pathname === '/frame')
      send(
        'text/html',
        `<!doctype html><title>frame</title>${request.headers.host?.startsWith('localhost') ? frameTags(port) : ''}<p>${text}</p>`,
      )
    else if (url.pathname === '/sheet.css') {
      const [kind = '', canary = ''] = [...url.searchParams][0] ?? []
      send('text/css', sheet(kind, canary))
    } else if (url.pathname === '/image.png') send('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
    else if (url.pathname === '/api/events') send('text/event-stream', `data: ${text}\n\n`)
    else if (url.pathname === '/api/module') send('text/javascript', 'export {}')
    else if (url.pathname === '/api/type') send(`text/plain; user=${text}`, 'ok')
    else if (url.pathname === '/api/header') send('text/plain', 'ok', { 'x-user': text })
    else if (url.pathname.startsWith('/api/')) send('application/json', JSON.stringify({ text }))
    else if (url.pathname === '/' || url.pathname === '/empty') send('text/html', '<!doctype html>')
    else response.writeHead(404).end()
  }
  const server = createServer(answer)
  const sockets = new Set<Socket>()
  server.on('upgrade', (request, stream) => {
    const socket = stream as Socket
    sockets.add(socket)
    socket.on('error', () => undefined)
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`)
    const text = Buffer.from(new URL(request.url!, 'http://site').searchParams.get('text') ?? '')
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  port = (server.address() as AddressInfo).port

  // What a browser answers late, or never, holds nobody up.
  const run = (body: string): string =>
    `Promise.race([(async () => { ${body} })().catch((error) => console.warn(String(error))), wait(5000)])`
  const each = <T>(say: (place: Place, index: number) => T | '' | undefined): T[] =>
    places.flatMap((place, index) => {
      const said = say(place, index)
      return said === undefined || said === '' ? [] : [said]
    })
  const added = each((place, index) => place.html && fillIn(place.html, canaryAt(place, index, 'added')))
  const changed = each((place, index) => {
    // Another canary stands there first, which nobody looks for.
    const [before, after] = [canaryOf(3000 + index, place.form), canaryAt(place, index, 'changed')]
    return place.html && ([fillIn(place.html, before), before, after] as const)
  })
  const scripts = [
    run(`for (const html of ${JSON.stringify(added)}) add(html); await wait(400)`),
    run(`await changeAll(${JSON.stringify(changed)})`),
    ...inBatches(each((place, index) => place.script && run(fillIn(place.script, canaryAt(place, index, 'act'))))),
  ]
  const url = `http://127.0.0.1:${port}`
  function addressOf(path: string, part: 'address' | 'referrer'): string {
    const found = each((place, index) => place[part] && fillIn(place[part], canaryAt(place, index, 'start')))
    const parts = (mark: string): string[] => found.filter((text) => text.startsWith(mark)).map((text) => text.slice(1))
    const [segments, queries, hashes] = [parts('/'), parts('?'), parts('#')]
    return (
      [url, path, ...segments].join('/') + (queries.length ? `?${queries.join('&')}` : '') + (hashes.length ? `#${hashes.join('')}` : '')
    )
  }
  return {
    url,
    from: addressOf('from', 'referrer'),
    entry: addressOf('visit', 'address'),
    keys: each((place, index) => place.keys && ([place.keys, canaryAt(place, index, 'act')] as const)),
    scripts,
    close() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Scripts of so many places run at once: each has its own elements, and mostly waits. */
const batchSize = 24

function inBatches(scripts: readonly string[]): string[] {
  const batches: string[] = []
  for (let at = 0; at < scripts.length; at += batchSize) batches.push(`Promise.all([${scripts.slice(at, at + batchSize).join(', ')}])`)
  return batches
}
