import type { Peer } from './peer.ts'

const rrweb: Peer = {
  name: 'rrweb',
  isRrweb: true,
  source: `import { record } from '@rrweb/record'
window.startPeer = ({ isStrict, canvas }) => void record({
  emit: (event) => void peerOut.push(JSON.stringify(event)),
  maskAllInputs: isStrict, ...(isStrict ? { maskTextSelector: '*' } : {}),
  collectFonts: true, inlineImages: true, recordCrossOriginIframes: true, recordCanvas: canvas,
})`,
  finish: '',
}

/** Its own transport takes envelopes in the page; uncompressed, they are text. */
const sentry: Peer = {
  name: 'Sentry',
  isRrweb: true,
  source: `import * as Sentry from '@sentry/browser'
window.startPeer = async ({ isStrict, canvas }) => {
  const textOf = (body) => (typeof body === 'string' ? body : new TextDecoder().decode(body))
  const replay = Sentry.replayIntegration({
    useCompression: false, minReplayDuration: 0, maskAllText: isStrict, maskAllInputs: isStrict, blockAllMedia: isStrict, collectFonts: true, flushMinDelay: 200, flushMaxDelay: 400,
    ...(isStrict ? {} : { unmask: ['*'], networkDetailAllowUrls: [location.origin] }),
  })
  Sentry.init({
    dsn: 'http://key@localhost/1', replaysSessionSampleRate: 1, tracesSampleRate: 0,
    integrations: [replay, ...(canvas ? [Sentry.replayCanvasIntegration()] : []), Sentry.consoleLoggingIntegration?.()].filter(Boolean),
    transport: (options) => Sentry.createTransport({ ...options, recordDroppedEvent() {} }, async ({ body }) => (peerOut.push(textOf(body)), { statusCode: 200 })),
  })
  window.finishPeer = () => replay.flush()
  await replay.flush()
}`,
  finish: 'await finishPeer()',
}

const clarity: Peer = {
  name: 'Clarity',
  source: `import { clarity } from 'clarity-js'
window.startPeer = ({ isStrict }) => {
  clarity.start({ projectId: 'probe', content: !isStrict, track: true, lean: false, delay: 200, fraud: [], ...(isStrict ? { mask: ['*'] } : { unmask: ['body'] }), upload: (data, done) => { peerOut.push(data); done?.(200) } })
  window.finishPeer = () => clarity.stop()
}`,
  finish: 'finishPeer()',
}

export const field: readonly Peer[] = [rrweb, sentry, clarity]
