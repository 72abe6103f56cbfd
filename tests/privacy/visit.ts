import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runCli, startServer } from '../e2e/harness/server.ts'
import type { Driver, Tab } from '../browser/driver.ts'
import { createEvidence, type Leak } from './evidence.ts'
import type { Place } from './place/index.ts'
import { startProxy } from './proxy.ts'
import { plant, type Planted, startSite } from './site.ts'
import { tour, until } from './tour.ts'

export interface Visit {
  readonly planted: readonly Planted[]
  readonly leaks: readonly Leak[]
  /** Requests to Playhead beside that for the tag itself. */
  readonly requests: number
  /** What the recorder keeps in the browser. */
  readonly stored: readonly string[]
  /** How much was searched, unpacked. */
  readonly searchedBytes: number
}

export interface VisitOptions {
  /** Attributes of the script tag beside its key; `{port}` is the site's. */
  readonly attributes: string
  /** Whether anything is recorded: chunks are waited for. */
  readonly isRecorded?: boolean
  /** Runs in the page before anything else. */
  readonly before?: string
  /** The server cannot be reached while the page is busiest: what is laid down in the browser meanwhile is searched too. */
  readonly isCutOff?: boolean
  /** Frames of another origin record themselves as well. */
  readonly hasFrames?: boolean
}

/** A visit to a page full of canaries, recorded by a real server; then a search of all that left and all that stayed. */
export async function visit(driver: Driver, places: readonly Place[], options: VisitOptions): Promise<Visit> {
  const { attributes, before, isRecorded = true, isCutOff = false, hasFrames = false } = options
  const server = await startServer()
  const proxy = await startProxy(server.url)
  let key = ''
  const tags = (port: number): string =>
    `<script async src="${proxy.url}/playhead.js" data-key="${key}" ${attributes.replaceAll('{port}', String(port))}></script>`
  const site = await startSite(places, tags, '', hasFrames ? tags : undefined)
  const tab = await driver.open()
  try {
    const made = await runCli(
      ['project', 'create', 'canaries', '--origin', site.url, site.url.replace('127.0.0.1', 'localhost'), '--json'],
      server.dataDir,
    )
    if (made.status !== 0) throw new Error(made.stderr)
    key = (JSON.parse(made.stdout) as { writeKey: string }).writeKey

    const stored: string[] = []
    await tour(tab, site, {
      async begin() {
        if (before) await tab.run(before)
        if (isRecorded) await until(tab, 'window.playhead?.status().reason === "recording"')
        proxy.setDown(isCutOff)
      },
      async end() {
        if (isCutOff) await until(tab, '(await indexedDB.databases()).some(({ name }) => name !== "site")')
        stored.push(...(await storageOf(tab)))
        proxy.setDown(false)
      },
    })
    if (isRecorded) {
      await until(tab, 'window.playhead?.status().reason === "recording"')
      await tab.run('playhead.stop()')
      await proxy.waitFor('end', 1)
      // A frame may have ended before its page.
      if (hasFrames) await proxy.waitForQuiet(1500)
    } else await tab.run('new Promise((done) => void setTimeout(done, 3000))')
    stored.push(...(await storageOf(tab)))
    await tab.close()
    await server.stop({ keepData: true })

    const planted = plant(places)
    const evidence = createEvidence(planted)
    for (const letter of proxy.letters) {
      await evidence.add('left the browser', letter.url, Buffer.from(letter.head))
      await evidence.add('left the browser', letter.url, letter.body)
    }
    for (const text of stored) {
      await evidence.add('kept in the browser', text.slice(0, 40), Buffer.from(text))
      // Bytes are told as hexadecimal digits, and may be packed.
      for (const [digits] of text.matchAll(/[\da-f]{32,}/g))
        await evidence.add('kept in the browser', text.slice(0, 40), Buffer.from(digits, 'hex'))
    }
    for (const path of filesOf(server.dataDir)) await evidence.add('kept by the server', path, readFileSync(path))
    const foreign = tab.requested.filter((url) => !isOwn(url, [site.url, proxy.url]))
    if (foreign.length) throw new Error(`requests to others: ${foreign.join(' ')}`)
    return {
      planted,
      leaks: evidence.leaks,
      requests: proxy.letters.filter(({ url }) => url !== '/playhead.js').length,
      stored,
      searchedBytes: evidence.sizeBytes(),
    }
  } finally {
    await tab.close().catch(() => undefined)
    site.close()
    proxy.close()
    await server.stop()
  }
}

/** What the page itself asks for: its own server under both its names, a port that nobody listens on, schemes that lead nowhere. */
function isOwn(url: string, origins: readonly string[]): boolean {
  const { protocol, hostname, origin, port } = new URL(url)
  return !/^(?:https?|wss?):$/.test(protocol) || origins.includes(origin) || hostname === 'localhost' || port === '65531'
}

/** All that the browser keeps for this origin, but what the site itself put there. */
const storageOf = (tab: Tab): Promise<string[]> =>
  tab.run(`(async () => {
    const found = []
    for (const storage of [localStorage, sessionStorage])
      for (const name of Object.keys(storage)) if (!name.startsWith('user-')) found.push(name + '=' + storage.getItem(name))
    for (const cookie of document.cookie.split('; ')) if (cookie && !cookie.startsWith('user=')) found.push('cookie ' + cookie)
    const text = async (value) => {
      if (value instanceof Blob) value = await value.arrayBuffer()
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer ?? value)
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
      }
      if (value && typeof value === 'object') return (await Promise.all(Object.entries(value).map(async ([name, inner]) => name + ':' + (await text(inner))))).join(',')
      return String(value)
    }
    for (const { name } of (await indexedDB.databases?.()) ?? []) {
      if (name === 'site') continue
      const base = await new Promise((done, fail) => { const opening = indexedDB.open(name); opening.onsuccess = () => done(opening.result); opening.onerror = fail })
      for (const store of base.objectStoreNames) {
        const rows = await new Promise((done) => { const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result) })
        for (const row of rows) found.push('indexedDB ' + name + '/' + store + ' ' + (await text(row)))
      }
      base.close()
    }
    return found
  })()`)

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const found = statSync(path, { throwIfNoEntry: false })
    return !found ? [] : found.isDirectory() ? filesOf(path) : found.isFile() ? [path] : []
  })
}
