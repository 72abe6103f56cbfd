import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ErrorCode, errorTable } from '@playhead/api'
import { marked } from 'marked'
import { sendError, sendFile } from './answer.ts'
import { createBuiltFiles } from './built-file.ts'
import { pageHeaders } from './dashboard.ts'
import type { Page } from './page.ts'

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
  return (request, response, { pathname }) => {
    if (pathname !== '/docs' && !pathname.startsWith('/docs/')) return false
    const names = [...listNames(''), ...listNames('adr/')]
    const name = pathname.slice('/docs/'.length).replace(/\.md$/, '')
    let html: string
    if (name === '')
      html = renderPage(
        'Documents',
        `<h1>Documents</h1><ul>${names.map((each) => `<li><a href="/docs/${escapeHtml(each)}">${escapeHtml(each)}</a></li>`).join('')}</ul>`,
      )
    else if (name === 'errors') html = renderPage('Errors', `<h1>Errors</h1>${renderErrors()}`)
    else if (names.includes(name))
      html = renderPage(name, marked.parse(read(join(folder, `${name}.md`))!.bytes.toString(), { async: false }))
    else {
      sendError(response, 'not-found')
      return true
    }
    sendFile(request, response, { bytes: Buffer.from(html), sha: '' }, pageHeaders(html))
    return true
  }
}

function renderErrors(): string {
  const rows = (Object.keys(errorTable) as ErrorCode[]).map(
    (code) =>
      `<tr><td><code>${code}</code></td><td>${errorTable[code].status ?? 'exit 1'}</td><td>${escapeHtml(errorTable[code].text)}</td></tr>`,
  )
  return `<table><tr><th>Code</th><th>Status</th><th>Meaning</th></tr>${rows.join('')}</table>`
}
