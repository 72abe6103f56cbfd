import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ErrorCode, errorTable } from '@playhead/api'
import { marked } from 'marked'
import { sendError, sendFile } from './answer.ts'
import { builtFile, createBuiltFiles } from './built-file.ts'
import { htmlPage, type HtmlPage } from './dashboard.ts'
import type { Page } from './page.ts'
import { createShelf } from './shelf.ts'

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
pre,code{font:14px/1.5 ui-monospace,monospace}pre{overflow:auto;padding:.75rem 1rem;background:color-mix(in srgb,currentColor 7%,transparent);border-radius:6px}
table{border-collapse:collapse;display:block;overflow:auto}td,th{border:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.3rem .6rem;text-align:left;vertical-align:top}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem}nav{margin-bottom:2rem}.method{font-weight:700;display:inline-block;min-width:3.5rem}`

/** A plain page that reads well in light and dark, without a script. */
export const renderPage = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · Playhead</title><style>${style}</style></head>
<body><nav><a href="/">Playhead</a> · <a href="/docs/">Documents</a> · <a href="/docs/errors">Errors</a> · <a href="/api/docs">API</a></nav>${body}</body></html>`

/** `/docs/`: the repository's documents, and the table of errors. */
export function createDocumentPage(root: string): Page {
  const read = createBuiltFiles()
  const pages = createShelf<HtmlPage>()
  const folder = join(root, 'docs')
  const listNames = (under: string): string[] => {
    try {
      return readdirSync(join(folder, under))
        .filter((name) => name.endsWith('.md'))
        .map((name) => under + name.slice(0, -3))
        .sort()
    } catch {
      return []
    }
  }
  const pageOf = (name: string, source: unknown, title: string, body: () => string): HtmlPage =>
    pages.get(name, source, () => htmlPage(builtFile(renderPage(title, body()))))
  function find(name: string): HtmlPage | null {
    if (name === 'errors') return pageOf(name, errorTable, 'Errors', () => `<h1>Errors</h1>${renderErrors()}`)
    const names = [...listNames(''), ...listNames('adr/')]
    if (name === '') return pageOf(name, names.join(), 'Documents', () => `<h1>Documents</h1>${renderList(names)}`)
    const file = names.includes(name) ? read(join(folder, `${name}.md`)) : null
    return file && pageOf(name, file, name, () => marked.parse(file.bytes.toString(), { async: false }))
  }
  return (request, response, { pathname }) => {
    if (pathname !== '/docs' && !pathname.startsWith('/docs/')) return false
    const page = find(pathname.slice('/docs/'.length).replace(/\.md$/, ''))
    if (page) sendFile(request, response, page.file, page.headers)
    else sendError(response, 'not-found')
    return true
  }
}

const renderList = (names: readonly string[]): string =>
  `<ul>${names.map((name) => `<li><a href="/docs/${escapeHtml(name)}">${escapeHtml(name)}</a></li>`).join('')}</ul>`

function renderErrors(): string {
  const rows = (Object.keys(errorTable) as ErrorCode[]).map(
    (code) =>
      `<tr><td><code>${code}</code></td><td>${errorTable[code].status ?? 'exit 1'}</td><td>${escapeHtml(errorTable[code].text)}</td></tr>`,
  )
  return `<table><tr><th>Code</th><th>Status</th><th>Meaning</th></tr>${rows.join('')}</table>`
}
