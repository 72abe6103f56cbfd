import { build as bundle } from 'esbuild'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A real application as its makers publish it, and a person's half minute in it. */
export interface App {
  readonly name: string
  readonly html: string
  /** Runs in the page for about 30 s. */
  drive(): Promise<void>
}

const here = dirname(fileURLToPath(import.meta.url))
const resolve = createRequire(import.meta.url).resolve
const inline = (script: string): string => `<script>${script.replaceAll('</script', '<\\/script')}</script>`

async function swagger(): Promise<App> {
  const root = dirname(resolve('swagger-ui-dist/package.json'))
  const [script, css] = await Promise.all([
    readFile(join(root, 'swagger-ui-bundle.js'), 'utf8'),
    readFile(join(root, 'swagger-ui.css'), 'utf8'),
  ])
  const operation = (path: string, i: number): object => ({
    tags: [`group ${i % 8}`],
    summary: `What ${path} does`,
    parameters: [{ name: 'id', in: 'query', schema: { type: 'integer' } }],
    responses: { 200: { description: 'It worked', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
  })
  const paths = Object.fromEntries(
    Array.from({ length: 80 }, (_, i) => [`/things/${i}`, { get: operation(`/things/${i}`, i), post: operation(`/things/${i}`, i) }]),
  )
  const spec = {
    openapi: '3.0.0',
    info: { title: 'Things', version: '1' },
    paths,
    components: {
      schemas: {
        Thing: {
          type: 'object',
          properties: { id: { type: 'integer' }, name: { type: 'string' }, made: { type: 'string', format: 'date-time' } },
        },
      },
    },
  }
  return {
    name: 'swagger-ui',
    html: `<!doctype html><meta charset="utf-8"><title>swagger</title><style>${css}</style><div id="app"></div>${inline(script)}${inline(
      `SwaggerUIBundle({ spec: ${JSON.stringify(spec)}, dom_id: '#app' })`,
    )}`,
    async drive() {
      const until = performance.now() + 30_000
      for (let i = 0; performance.now() < until; i++) {
        const all = document.querySelectorAll<HTMLElement>('.opblock-summary-control')
        all[(i * 7) % all.length]?.click()
        window.scrollTo(0, (i * 397) % document.documentElement.scrollHeight)
        await new Promise((done) => setTimeout(done, 400))
      }
    },
  }
}

async function grid(): Promise<App> {
  const { outputFiles } = await bundle({
    stdin: {
      contents: `import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community'
        ModuleRegistry.registerModules([AllCommunityModule])
        const rowData = Array.from({ length: 5000 }, (_, i) => ({ id: i, name: 'Row ' + ((i * 7919) % 5003), stock: (i * 31) % 997, price: ((i * 17) % 9000) / 100, city: ['Oslo', 'Rome', 'Lima'][i % 3] }))
        window.grid = createGrid(document.querySelector('#app'), { columnDefs: ['id', 'name', 'stock', 'price', 'city'].map((field) => ({ field, filter: true })), rowData })`,
      resolveDir: here,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
  })
  return {
    name: 'ag-grid',
    html: `<!doctype html><meta charset="utf-8"><title>grid</title><div id="app" style="height:560px"></div>${inline(outputFiles[0]!.text)}`,
    async drive() {
      const until = performance.now() + 30_000
      const { grid } = window as unknown as {
        grid: { applyColumnState(state: object): void; setGridOption(name: string, value: string): void }
      }
      for (let i = 0; performance.now() < until; i++) {
        const body = document.querySelector('.ag-body-viewport')
        if (body) body.scrollTop = (i * 631) % 150_000
        if (i % 20 === 10) grid.applyColumnState({ state: [{ colId: i % 40 === 10 ? 'price' : 'stock', sort: 'asc' }] })
        if (i % 50 === 25) grid.setGridOption('quickFilterText', i % 100 === 25 ? 'Rome' : '')
        await new Promise((done) => setTimeout(done, 100))
      }
    },
  }
}

export const loadApps = (): Promise<App[]> => Promise.all([swagger(), grid()])
