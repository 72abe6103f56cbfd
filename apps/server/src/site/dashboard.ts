import { createHash } from 'node:crypto'
import { extname, join, normalize, sep } from 'node:path'
import { immutable, mimeOf, sendError, sendFile } from './answer.ts'
import { type BuiltFile, createBuiltFiles } from './built-file.ts'
import type { Page } from './page.ts'
import { createShelf } from './shelf.ts'

/** Inline styles are how the component library sets sizes; scripts only ever come from this server. */
const pagePolicy = (scriptHashes: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${["'self'", ...scriptHashes.map((hash) => `'sha256-${hash}'`)].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** SHA-256 in base64 of every inline script of a page. */
const scriptHashesOf = (html: string): string[] =>
  [...html.matchAll(/<script(?:\s[^>]*)?>([\s\S]+?)<\/script>/g)]
    .filter(([tag]) => !/^<script[^>]*\ssrc=/.test(tag))
    .map(([, text]) => createHash('sha256').update(text!).digest('base64'))

/** A page, with the headers that go with it. */
export interface HtmlPage {
  readonly file: BuiltFile
  readonly headers: Record<string, string>
}

export const htmlPage = (file: BuiltFile): HtmlPage => ({
  file,
  headers: {
    'content-type': mimeOf['html']!,
    'content-security-policy': pagePolicy(scriptHashesOf(file.bytes.toString())),
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  },
})

/** The dashboard's files; every other address is a screen of it. Comes last: it answers everything. */
export function createDashboardPage(root: string): Page {
  const read = createBuiltFiles()
  const pages = createShelf<HtmlPage>()
  const dist = join(root, 'apps/dashboard/dist')
  return (request, response, { pathname }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendError(response, 'not-found')
      return true
    }
    const path = join(dist, normalize(safeDecode(pathname)))
    const file = path.startsWith(dist + sep) && !path.includes('\0') && extname(path) ? read(path) : null
    const type = mimeOf[extname(path).slice(1)]
    if (file && type && !path.endsWith('.html')) {
      const isHashed = /[-.][0-9A-Za-z_-]{8,}\.\w+$/.test(path) && pathname.startsWith('/assets/')
      sendFile(request, response, file, { 'content-type': type, 'cache-control': isHashed ? immutable : 'no-cache' })
      return true
    }
    // A missing script must not be answered with a page: a browser would report a syntax error instead of a lost file.
    if (/^\/(?:assets|api)\//.test(pathname)) {
      sendError(response, 'not-found')
      return true
    }
    const index = read(join(dist, 'index.html'))
    if (!index) {
      sendError(response, 'not-built', 'apps/dashboard')
      return true
    }
    const page = pages.get('index', index, () => htmlPage(index))
    sendFile(request, response, page.file, page.headers)
    return true
  }
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '/'
  }
}
