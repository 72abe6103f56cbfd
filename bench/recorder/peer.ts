import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'

/** A recorder as a site would run it. */
export interface Peer {
  readonly name: string
  /** One script that sets `window.startPeer(origin)`; all it needs to record and send. */
  readonly script: string
  /** What is not comparable. */
  readonly note?: string
}

/** Where the site serves it. */
export const scriptPath = ({ name }: Peer): string => `/${encodeURIComponent(name)}.js`

const here = dirname(fileURLToPath(import.meta.url))

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await bundle({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles[0]!.text
}

/** rrweb brings no transport: its events are gzipped as JSON every two seconds, as its documentation shows. */
const rrweb = `import { record } from '@rrweb/record'
window.startPeer = (origin) => {
  let events = []
  const send = async () => {
    if (!events.length) return
    const text = JSON.stringify(events)
    events = []
    const body = new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')))
    await fetch(origin + '/sink', { method: 'POST', body: await body.arrayBuffer() })
  }
  record({ emit: (event) => void events.push(event) })
  void send()
  setInterval(send, 2000)
}`
/** What rrweb ships itself, without what the line above adds. */
const rrwebAlone = `import { record } from '@rrweb/record'; window.record = record`

const sentry = `import * as Sentry from '@sentry/browser'
window.startPeer = (origin) => {
  Sentry.init({
    dsn: origin.replace('://', '://key@') + '/1',
    replaysSessionSampleRate: 1,
    integrations: [Sentry.replayIntegration({ maskAllText: false, maskAllInputs: true, blockAllMedia: false, minReplayDuration: 0 })],
  })
}`
const clarity = `import { clarity } from 'clarity-js'
window.startPeer = (origin) => {
  clarity.start({ projectId: 'bench', upload: origin + '/sink', content: true, track: true, lean: false })
}`
const openreplay = `import Tracker from '@openreplay/tracker'
window.startPeer = (origin) => {
  new Tracker({ projectKey: 'bench', ingestPoint: origin + '/openreplay', __DISABLE_SECURE_MODE: true, obscureTextEmails: false, obscureTextNumbers: false }).start()
}`
const datadog = `import { datadogRum } from '@datadog/browser-rum'
window.startPeer = (origin) => {
  datadogRum.init({
    applicationId: '00000000-0000-4000-8000-000000000000', clientToken: 'pub0', site: 'datadoghq.com', proxy: origin + '/sink',
    sessionSampleRate: 100, sessionReplaySampleRate: 100, defaultPrivacyLevel: 'mask-user-input', startSessionReplayRecordingManually: false,
  })
}`

const ownStart = (options: string): string => `
window.startPeer = (origin) => {
  let waiting = Promise.resolve()
  window.recording = playhead.record({ emit(chunk) { waiting = waiting.then(() => fetch(origin + '/sink', { method: 'POST', body: chunk })) }, ${options} })
}`

export interface Peers {
  readonly list: readonly Peer[]
  /** What counts as size, where it is not the script above. */
  readonly sizes: Readonly<Record<string, string>>
}

/** Every recorder of the table, bundled and minified alike; Playhead as `npm run build` leaves it. */
export async function loadPeers(dist: string): Promise<Peers> {
  const own = await readFile(join(dist, 'playhead.js'), 'utf8')
  const list = await Promise.all(
    [
      { name: 'rrweb', contents: rrweb },
      { name: 'Sentry', contents: sentry },
      { name: 'Clarity', contents: clarity, note: 'torn snapshot, no CSS' },
      { name: 'OpenReplay', contents: openreplay, note: 'no CSS' },
      { name: 'Datadog', contents: datadog },
    ].map(async ({ contents, ...rest }) => ({ ...rest, script: await bundled(contents) })),
  )
  return {
    list: [
      ...list,
      { name: 'Playhead relaxed', script: own + ownStart(`privacy: 'relaxed'`) },
      { name: 'Playhead strict', script: own + ownStart(`privacy: 'strict'`) },
    ],
    sizes: { rrweb: await bundled(rrwebAlone), 'Playhead relaxed': own, 'Playhead strict': own },
  }
}
