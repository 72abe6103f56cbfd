import { init, type InitOptions, type Playhead, type PlayheadStatus, record, type RecordOptions, type Recording } from '@playhead/recorder'
import type { AssetPolicy, CaptureOptions, Extra, PrivacyName, PrivacyRule, SamplingRule } from '@playhead/recorder'
import { canvas } from '@playhead/recorder/canvas'
import { createConsole } from '@playhead/recorder/console'
import { createFrames } from '@playhead/recorder/frames'
import { createNetwork, type NetworkOptions } from '@playhead/recorder/network'
import { PlayheadScript, type PlayheadScriptProps } from '@playhead/recorder/next'
import { usePlayhead } from '@playhead/recorder/react'
import { createPlayheadMiddleware, type ReduxOptions } from '@playhead/recorder/redux'
import { createState, type StateExtra } from '@playhead/recorder/state'
import { createElement, type ReactElement } from 'react'
import { applyMiddleware, createStore, type Store } from 'redux'

/** A site that has all of the package, as its readers write it: checked against the sources here, and against what is packed. */

const samplingRules: SamplingRule[] = [{ url: '/checkout/*', rate: 1 }]
const privacyRules: PrivacyRule[] = [{ url: '/account/*', privacy: 'strict' }]
const privacy: PrivacyName = 'balanced'
const assets: AssetPolicy = 'inline'
const network: NetworkOptions = { urls: ['/api/*'], headers: ['x-request'], unmask: ['plan'] }
export const state: StateExtra = createState({ unmask: ['plan'] })
const extras: Extra[] = [canvas, createConsole(), createConsole({ unmask: ['id'] }), createFrames(['https://pay.example']), state]
export const capture: CaptureOptions = { privacy, privacyRules, assets, mask: '.name', extras: [...extras, createNetwork(network)] }
const options: InitOptions = { ...capture, key: 'wk', host: 'https://playhead.example', consent: 'granted', sampling: 0.25, samplingRules }

export function begin(): PlayheadStatus {
  const playhead: Playhead = init(options)
  playhead.consent.grant()
  playhead.identify('u1', { role: 'staff' })
  playhead.state('cart', { items: 2 }, 'added')
  return playhead.status()
}

export function keep(chunks: Uint8Array[]): Recording {
  const kept: RecordOptions = { ...capture, emit: (chunk) => void chunks.push(chunk) }
  return record(kept)
}

const toRedux: ReduxOptions = { state, name: 'shop' }
export const store: Store<number> = createStore((before: number = 0) => before, applyMiddleware(createPlayheadMiddleware(toRedux)))

export function App(): ReactElement {
  const playhead: Playhead | null = usePlayhead(options)
  return createElement('p', null, playhead?.sessionUrl() ?? '')
}
const script: PlayheadScriptProps = { host: 'https://playhead.example', writeKey: 'wk', data: { privacy: 'relaxed', privacyRules } }
export const Layout = (): ReactElement => createElement('head', null, createElement(PlayheadScript, script))

/** Never called: each line must be an error, else the check of types fails. */
export function mistaken(): unknown[] {
  return [
    // @ts-expect-error -- no key
    init({ host: 'https://playhead.example' }),
    // @ts-expect-error -- no such level
    init({ ...options, privacy: 'loose' }),
    // @ts-expect-error -- no such option
    init({ ...options, maskEverything: true }),
    // @ts-expect-error -- a rule says its share
    init({ ...options, samplingRules: [{ url: '/checkout/*' }] }),
    // @ts-expect-error -- no extra, but what makes one
    init({ ...options, extras: [createNetwork] }),
    // @ts-expect-error -- nowhere for the chunks to go
    record({}),
    // @ts-expect-error -- no such call
    init(options).pause(),
    // @ts-expect-error -- an extra, not what makes one
    canvas({ fps: 2 }),
    // @ts-expect-error -- no such form
    createConsole('flat'),
    // @ts-expect-error -- a list
    createFrames('https://pay.example'),
    // @ts-expect-error -- whose requests?
    createNetwork({}),
    // @ts-expect-error -- a list
    createState({ unmask: 'plan' }),
    // @ts-expect-error -- state has a name
    state.tell({ items: 2 }),
    // @ts-expect-error -- where the state goes has `tell`
    createPlayheadMiddleware({ state: {} }),
    // @ts-expect-error -- no host
    usePlayhead({ key: 'wk' }),
    // @ts-expect-error -- no such option
    PlayheadScript({ ...script, data: { 'privacy-rules': '[]' } }),
    // @ts-expect-error -- no write key
    PlayheadScript({ host: 'https://playhead.example' }),
  ]
}
