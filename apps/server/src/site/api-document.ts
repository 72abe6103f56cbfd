import { sendFile } from './answer.ts'
import { builtFile } from './built-file.ts'
import { htmlPage, type HtmlPage } from './dashboard.ts'
import { escapeHtml, renderPage } from './document.ts'
import type { Page } from './page.ts'

/** The parts of an OpenAPI document that the readable page shows. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}
interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>
}
type Content = Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>

/** `/api/docs`: the OpenAPI document as a page to read. */
export function createApiDocumentPage(document: () => OpenApiDocument): Page {
  let page: HtmlPage | undefined
  return (request, response, { pathname }) => {
    if (pathname !== '/api/docs' && pathname !== '/api/docs/') return false
    page ??= htmlPage(builtFile(renderPage('API', renderApi(document()))))
    sendFile(request, response, page.file, page.headers)
    return true
  }
}

function renderApi({ paths = {}, components = {} }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `<h3><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></h3>
        <p>${escapeHtml([operation.summary, operation.description].filter(Boolean).join(' '))}</p>
        ${operation.requestBody ? `<p>Body: ${renderContent(operation.requestBody.content)}</p>` : ''}
        <ul>${Object.entries(operation.responses ?? {})
          .map(
            ([status, answer]) =>
              `<li><code>${status}</code> ${escapeHtml(answer.description ?? '')} ${renderContent(answer.content)}</li>`,
          )
          .join('')}</ul>`,
    ),
  )
  const schemas = Object.entries(components.schemas ?? {}).map(
    ([name, schema]) => `<h3 id="${escapeHtml(name)}">${escapeHtml(name)}</h3><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`,
  )
  return `<h1>HTTP API</h1><p>Bearer tokens (<code>playhead token create</code>) or the dashboard's cookie. JSON in and out;
    errors are <code>{"error": {"code", "message", "detail"}}</code>, see <a href="/docs/errors">the table</a>.
    Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
    <h2>Routes</h2>${operations.join('')}<h2>Shapes</h2>${schemas.join('')}`
}

function renderContent(content: Content = {}): string {
  return Object.entries(content)
    .map(([type, { schema }]) => {
      const name = schema?.$ref?.split('/').at(-1)
      return name ? `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>` : `<code>${escapeHtml(type)}</code>`
    })
    .join(', ')
}
