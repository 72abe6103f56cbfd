import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { answerApi } from './api.ts'

export interface DemoOptions {
  /** The folder that `buildDemoShop` filled. */
  distDir: string
  /** What replaces `<!-- playhead -->` in both documents: the recorder's script tag. A function is asked at every request. */
  snippet: string | (() => string)
}

/** Answers a request under `/demo` and says true; says false, having done nothing, for every other address. Never throws. */
export type DemoHandler = (request: IncomingMessage, response: ServerResponse) => boolean

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.map': 'application/json; charset=utf-8',
}

/** All files by their path below the folder. Requests are looked up here and never touch the disk by name. */
function readFiles(dir: string): Map<string, Buffer> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile() && extname(entry.name) in types)
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [relative(dir, path).split(sep).join('/'), readFileSync(path)]
      }),
  )
}

/** The files, read again when the shop was built anew; null when it was never built. */
function createShelf(dir: string): () => Map<string, Buffer> | null {
  let builtMs = -1
  let files = new Map<string, Buffer>()
  return () => {
    try {
      const { mtimeMs } = statSync(join(dir, 'index.html'))
      if (mtimeMs !== builtMs) {
        files = readFiles(dir)
        builtMs = mtimeMs
      }
      return files
    } catch {
      return null
    }
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  cache: string,
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': cache,
    'x-content-type-options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0]!)
  } catch {
    return null
  }
}

/** Serves the demo shop for `node:http`: its files, the same document for every client route, and its small API. */
export function createDemoHandler({ distDir, snippet }: DemoOptions): DemoHandler {
  const shelf = createShelf(distDir)
  const text = (request: IncomingMessage, response: ServerResponse, status: number, message: string): true => {
    send(request, response, status, 'text/plain; charset=utf-8', `${message}\n`, 'no-store')
    return true
  }
  return (request, response) => {
    const url = request.url ?? '/'
    if (!/^\/demo(?:[/?#]|$)/.test(url)) return false
    if (url.startsWith('/demo/api/')) {
      void answerApi(request, response)
      return true
    }
    const path = pathOf(url)
    if (path === null || path.split(/[/\\]/).includes('..')) return text(request, response, 400, 'That address cannot be read.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(request, response, 405, 'Only reading is possible here.')
    if (path === '/demo') {
      response.writeHead(308, { location: `/demo/${url.slice('/demo'.length)}` }).end()
      return true
    }
    const files = shelf()
    if (!files) return text(request, response, 503, 'The demo shop is not built yet: run npm run build.')
    const name = path.slice('/demo/'.length)
    const extension = extname(name)
    // a name with an ending is a file; everything else is a route of the shop itself
    const file = files.get(extension ? name : 'index.html')
    if (!file) return text(request, response, 404, 'There is no such file in the demo shop.')
    if (extension && extension !== '.html') {
      const isHashed = /-[A-Z0-9]{8}\.(?:js|css)$/.test(name)
      send(request, response, 200, types[extension]!, file, isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      return true
    }
    const tag = typeof snippet === 'string' ? snippet : snippet()
    send(
      request,
      response,
      200,
      types['.html']!,
      file.toString('utf8').replace('<!-- playhead -->', () => tag),
      'no-cache',
    )
    return true
  }
}
