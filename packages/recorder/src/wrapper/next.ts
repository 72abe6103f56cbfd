import { createElement, type ReactElement } from 'react'

export interface PlayheadScriptProps {
  /** Origin of the Playhead server. */
  readonly host: string
  /** The project's write key. */
  readonly writeKey: string
  /** Further options, as the script tag's `data-` attributes have them: `{ privacy: 'relaxed' }`. */
  readonly data?: Readonly<Record<string, string>> | undefined
  readonly nonce?: string | undefined
}

/** The script tag, for the root layout of a Next app: it renders on the server, and once however often it is there. */
export function PlayheadScript({ host, writeKey, data = {}, nonce }: PlayheadScriptProps): ReactElement {
  const attributes = Object.entries({ ...data, key: writeKey }).map(([name, value]) => [`data-${name}`, value])
  return createElement('script', { async: true, src: `${host}/playhead.js`, nonce, ...Object.fromEntries(attributes) })
}
