import { createElement, type ReactElement } from 'react'
import { hyphenate } from '../hyphenate.ts'
import type { InitOptions } from '../option.ts'

/** Options that an attribute can hold; lists of words as one text: `trigger: 'error rage'`. */
export type ScriptData = {
  readonly [K in Exclude<keyof InitOptions, 'key' | 'host' | 'extras'>]?: K extends 'frames' | 'trigger' ? string : InitOptions[K]
}

export interface PlayheadScriptProps {
  /** Origin of the Playhead server. */
  readonly host: string
  /** The project's write key. */
  readonly writeKey: string
  /** Further options: `{ privacy: 'relaxed', privacyRules: [{ url: '/account/*', privacy: 'strict' }] }`. */
  readonly data?: ScriptData | undefined
  readonly nonce?: string | undefined
}

/** The script tag, for the root layout of a Next app: it renders on the server, and once however often it is there. */
export function PlayheadScript({ host, writeKey, data = {}, nonce }: PlayheadScriptProps): ReactElement {
  const attributes = Object.entries({ ...data, key: writeKey }).map(([name, value]) => [
    `data-${hyphenate(name)}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return createElement('script', { async: true, src: `${host}/playhead.js`, nonce, ...Object.fromEntries(attributes) })
}
