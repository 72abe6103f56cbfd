import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sendError } from './answer.ts'
import type { Page } from './page.ts'

/** What the demo shop's built module offers: it serves its own files under `/demo/`. */
interface DemoModule {
  createDemoHandler(options: { distDir: string; snippet: string }): (request: IncomingMessage, response: ServerResponse) => unknown
}

/** `/demo/`: the shop, with the snippet of its project in every page. It is loaded when it has been built. */
export function createDemoPage(root: string, snippet: () => string): Page {
  const distDir = join(root, 'apps/demo-shop/dist')
  let handler: ReturnType<DemoModule['createDemoHandler']> | undefined
  return async (request, response, { pathname }) => {
    if (pathname !== '/demo' && !pathname.startsWith('/demo/')) return false
    if (pathname === '/demo') {
      response.writeHead(301, { location: '/demo/' }).end()
      return true
    }
    if (!handler) {
      const path = join(distDir, 'serve.mjs')
      if (!existsSync(path)) {
        sendError(response, 'not-built', 'apps/demo-shop')
        return true
      }
      const module = (await import(pathToFileURL(path).href)) as DemoModule
      handler = module.createDemoHandler({ distDir, snippet: snippet() })
    }
    if ((await handler(request, response)) === false && !response.headersSent) sendError(response, 'not-found')
    return true
  }
}
