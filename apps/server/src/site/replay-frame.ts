import { join } from 'node:path'
import { immutable, sendError, sendFile } from './answer.ts'
import { type BuiltFile, createBuiltFiles } from './built-file.ts'
import type { Page } from './page.ts'

/** The one document that shows recorded pages, with the policy that was built with it. */
export interface ReplayFrame {
  readonly page: Page
  /** The frame's address by its content; null: the player has not been built. */
  url(): string | null
}

export function createReplayFrame(root: string): ReplayFrame {
  const read = createBuiltFiles()
  const built = (name: string): BuiltFile | null => read(join(root, 'packages/player/dist', name))
  const file = (): BuiltFile | null => built('frame.html')
  return {
    url() {
      const frame = file()
      return frame && `/replay-frame/${frame.sha}.html`
    },
    page(request, response, { pathname }) {
      const asked = /^\/replay-frame\/([0-9a-f]+)\.html$/.exec(pathname)
      if (!asked) return false
      const frame = file()
      const policy = built('frame.csp')
      if (!frame || !policy) sendError(response, 'not-built', 'packages/player')
      else if (asked[1] !== frame.sha) sendError(response, 'not-found')
      else
        sendFile(request, response, frame, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy.bytes.toString().trim(),
          'referrer-policy': 'no-referrer',
          'x-dns-prefetch-control': 'off',
          'cache-control': immutable,
        })
      return true
    },
  }
}
