import { build } from 'esbuild'
import { root } from '../e2e/harness/server.ts'
import type { Driver } from '../browser/driver.ts'
import { createEvidence, type Leak } from './evidence.ts'
import type { Place } from './place/index.ts'
import { startSink } from './proxy.ts'
import { plant, startSite } from './site.ts'
import { tour, until } from './tour.ts'

/** Others that record pages, as strict as they can be told to be or as they come. Nothing here leaves this machine. */
export interface Peer {
  readonly name: string
  /** A script that begins to record and sets `window.peerReady`, and `window.peerEnd` to end and hand over everything. */
  readonly source: (sink: string) => string
}

const rrweb: Peer = {
  name: 'rrweb 2.1, all masking on',
  source: (sink) => `
    import { record } from '@rrweb/record'
    const events = []
    const stop = record({
      emit: (event) => void events.push(event),
      maskAllInputs: true,
      maskTextSelector: '*',
      maskInputOptions: { password: true, color: true, date: true, 'datetime-local': true, email: true, month: true, number: true, range: true, search: true, tel: true, text: true, time: true, url: true, week: true, textarea: true, select: true },
      slimDOMOptions: 'all',
      blockSelector: 'img,picture,video,audio,canvas,object,embed,iframe',
      inlineImages: false,
      recordCanvas: false,
      collectFonts: false,
    })
    window.peerReady = true
    window.peerEnd = async () => {
      const body = JSON.stringify(events.splice(0))
      await fetch('${sink}/events', { method: 'POST', body })
    }`,
}
const sentry: Peer = {
  name: 'Sentry Replay 11, defaults',
  source: (sink) => `
    import * as Sentry from '@sentry/browser'
    Sentry.init({ dsn: '${sink.replace('://', '://key@')}/1', integrations: [Sentry.replayIntegration()], replaysSessionSampleRate: 1, replaysOnErrorSampleRate: 1 })
    window.peerReady = true
    window.peerEnd = () => Sentry.getReplay().flush()`,
}
export const peers: readonly Peer[] = [rrweb, sentry]

/** The same tour with a peer on the page, and what it would have sent. */
export async function visitWithPeer(driver: Driver, places: readonly Place[], peer: Peer): Promise<readonly Leak[]> {
  const sink = await startSink()
  const { outputFiles } = await build({
    stdin: { contents: peer.source(sink.url), resolveDir: `${root}/tests` },
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'error',
  })
  const calls = '<script>window.playhead = { page() {}, captureError() {} }</script>'
  const site = await startSite(places, () => `${calls}<script src="/recorder.js"></script>`, outputFiles[0]!.text)
  const tab = await driver.open()
  try {
    const end = async (): Promise<void> => {
      // A replay begins to be sent after five seconds.
      await tab.run('new Promise((done) => void setTimeout(done, 6000))')
      await tab.run('window.peerEnd()')
      await tab.run('new Promise((done) => void setTimeout(done, 1000))')
    }
    await tour(tab, site, { begin: () => until(tab, 'window.peerReady'), end })
    await until(tab, 'window.peerReady')
    await end()
    const evidence = createEvidence(plant(places))
    for (const { url, body } of sink.letters)
      // Sentry's own error reports are another product.
      if (peer === rrweb || body.includes('replay_')) await evidence.add('left the browser', url, body)
    return evidence.leaks
  } finally {
    await tab.close().catch(() => undefined)
    site.close()
    sink.close()
  }
}
