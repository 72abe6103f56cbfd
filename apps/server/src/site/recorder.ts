import { join } from 'node:path'
import { immutable, sendError, sendFile } from './answer.ts'
import { createBuiltFiles } from './built-file.ts'
import type { Page } from './page.ts'

const headers = {
  'content-type': 'text/javascript; charset=utf-8',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
}

/**
 * `/playhead.js`, the loader that is safe to have on a page without consent, and the recorder that it fetches after it,
 * at an address that names its content.
 */
export function createRecorderPage(root: string): Page {
  const read = createBuiltFiles()
  const dist = join(root, 'packages/recorder/dist')
  return (request, response, { pathname }) => {
    const asked = /^\/playhead(?:-([0-9a-f]{16}))?\.js$/.exec(pathname)
    if (!asked) return false
    const loader = read(join(dist, 'loader.js'))
    const recorder = read(join(dist, 'playhead.js'))
    if (!loader || !recorder) sendError(response, 'not-built', 'packages/recorder')
    else if (asked[1] === undefined) {
      const bytes = Buffer.from(loader.bytes.toString().replace('__PLAYHEAD_RECORDER__', `/playhead-${recorder.sha}.js`))
      sendFile(request, response, { bytes, sha: '' }, { ...headers, 'cache-control': 'public, max-age=300' })
    } else {
      // A loader cached before an upgrade names a recorder that is gone: today's speaks for it.
      const cache = asked[1] === recorder.sha ? immutable : 'public, max-age=300'
      sendFile(request, response, recorder, { ...headers, 'cache-control': cache })
    }
    return true
  }
}
