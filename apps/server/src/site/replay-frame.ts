import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { immutable, sendError, sendFile } from './answer.ts'
import { type BuiltFile, createBuiltFiles } from './built-file.ts'
import type { Page } from './page.ts'

/**
 * The policy of the one frame that shows recorded pages: its own script by hash, and no network at all.
 * @see docs/privacy.md
 */
const framePolicy = (scriptHashes: readonly string[]): string =>
  [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src ${scriptHashes.map((hash) => `'sha256-${hash}'`).join(' ')}`,
    "script-src-attr 'none'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data: blob:',
    'media-src data: blob:',
    "connect-src 'none'",
    "frame-src 'none'",
    "child-src 'none'",
    "worker-src 'none'",
    "object-src 'none'",
    "manifest-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types playhead',
    "webrtc 'block'",
  ].join('; ')

/** SHA-256 in base64 of every inline script of a page. */
export const scriptHashesOf = (html: string): string[] =>
  [...html.matchAll(/<script(?:\s[^>]*)?>([\s\S]+?)<\/script>/g)]
    .filter(([tag]) => !/^<script[^>]*\ssrc=/.test(tag))
    .map(([, text]) => createHash('sha256').update(text!).digest('base64'))

export interface ReplayFrame {
  readonly page: Page
  /** The frame's address by its content; null: the player has not been built. */
  url(): string | null
}

export function createReplayFrame(root: string): ReplayFrame {
  const read = createBuiltFiles()
  const file = (): BuiltFile | null => read(join(root, 'packages/player/dist/frame.html'))
  return {
    url() {
      const frame = file()
      return frame && `/replay-frame/${frame.sha}.html`
    },
    page(request, response, { pathname }) {
      const asked = /^\/replay-frame\/([0-9a-f]+)\.html$/.exec(pathname)
      if (!asked) return false
      const frame = file()
      if (!frame) sendError(response, 'not-built', 'packages/player')
      else if (asked[1] !== frame.sha) sendError(response, 'not-found')
      else
        sendFile(request, response, frame, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': framePolicy(scriptHashesOf(frame.bytes.toString())),
          'referrer-policy': 'no-referrer',
          'x-dns-prefetch-control': 'off',
          'cache-control': immutable,
        })
      return true
    },
  }
}
