import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { immutable, sendError, sendFile } from './answer.ts'
import { type BuiltFile, builtFile, createBuiltFiles } from './built-file.ts'
import type { Page } from './page.ts'
import { createShelf } from './shelf.ts'

const headers = {
  'content-type': 'text/javascript; charset=utf-8',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
}

/**
 * `/playhead.js`, the loader that is safe to have on a page without consent; the recorder that it fetches after it, at
 * an address that names its content; and beside that the recorder's extras, asked for with its name as their query.
 */
export function createRecorderPage(root: string): Page {
  const read = createBuiltFiles()
  const loaders = createShelf<BuiltFile>()
  const dist = join(root, 'packages/recorder/dist')
  /** The files that belong together, and the hash that names them all. */
  function readRecorder(): { recorder: BuiltFile; extras: Map<string, BuiltFile>; sha: string } | null {
    const recorder = read(join(dist, 'playhead.js'))
    if (!recorder) return null
    const extras = new Map<string, BuiltFile>()
    for (const name of listExtras(dist)) {
      const file = read(join(dist, 'extra', name))
      if (file) extras.set(basename(name, '.js'), file)
    }
    const hashes = [recorder, ...extras.values()].map(({ sha }) => sha)
    return { recorder, extras, sha: createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16) }
  }
  return (request, response, { pathname, search }) => {
    const asked = /^\/(?:playhead(?:-([0-9a-f]{16}))?|extra\/([a-z]{1,20}))\.js$/.exec(pathname)
    if (!asked) return false
    const loader = read(join(dist, 'loader.js'))
    const built = readRecorder()
    const [, named, extra] = asked
    if (!loader || !built) sendError(response, 'not-built', 'packages/recorder')
    else if (extra !== undefined) {
      const file = built.extras.get(extra)
      if (!file) sendError(response, 'not-found', pathname)
      else sendFile(request, response, file, { ...headers, 'cache-control': cacheFor(search.includes(built.sha)) })
    } else if (named === undefined) {
      const naming = loaders.get('loader', loader.sha + built.sha, () =>
        builtFile(loader.bytes.toString().replace('__PLAYHEAD_RECORDER__', `/playhead-${built.sha}.js`)),
      )
      sendFile(request, response, naming, { ...headers, 'cache-control': cacheFor(false) })
    }
    // A loader cached before an upgrade names a recorder that is gone: today's speaks for it.
    else sendFile(request, response, built.recorder, { ...headers, 'cache-control': cacheFor(named === built.sha) })
    return true
  }
}

const cacheFor = (isNamed: boolean): string => (isNamed ? immutable : 'public, max-age=300')

function listExtras(dist: string): string[] {
  try {
    return readdirSync(join(dist, 'extra'))
      .filter((name) => name.endsWith('.js'))
      .sort()
  } catch {
    return []
  }
}
