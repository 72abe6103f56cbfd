import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compile as compileSvelte } from 'svelte/compiler'
import { compile as compileTailwind } from 'tailwindcss'
import { root } from '../e2e/harness/server.ts'

export interface BuiltApp {
  readonly js: string
  readonly css: string
}

const folder = fileURLToPath(new URL('app/', import.meta.url))

/** Builds applications from the installed packages, one after the other: they are large. */
export async function buildApps(names: ReadonlySet<string>): Promise<ReadonlyMap<string, BuiltApp>> {
  const built = new Map<string, BuiltApp>()
  for (const name of names) built.set(name, await buildApp(name))
  return built
}

async function buildApp(name: string): Promise<BuiltApp> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}${name}.ts`],
    absWorkingDir: folder,
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
    conditions: ['browser', 'production'],
    mainFields: ['browser', 'module', 'main'],
    loader: { '.ttf': 'dataurl', '.svg': 'dataurl', '.png': 'dataurl' },
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [
      {
        name: 'compiled',
        setup({ onLoad }) {
          onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
            contents: compileSvelte(await readFile(path, 'utf8'), { filename: path, generate: 'client' }).js.code,
            loader: 'js',
          }))
          onLoad({ filter: /\/app\/tailwind\.css$/ }, async ({ path }) => ({
            contents: await tailwind(await readFile(path, 'utf8'), await readFile(`${folder}tailwind.ts`, 'utf8')),
            loader: 'css',
          }))
        },
      },
    ],
  })
  const text = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return { js: text('.js'), css: text('.css') }
}

/** The style sheet that Tailwind makes for the class names in a page. */
async function tailwind(css: string, page: string): Promise<string> {
  const base = `${root}/node_modules/tailwindcss`
  const { build: make } = await compileTailwind(css, {
    base,
    loadStylesheet: async (id) => {
      const path = `${base}/${id === 'tailwindcss' ? 'index.css' : id.replace(/^tailwindcss\//, '')}`
      return { path, base, content: await readFile(path, 'utf8') }
    },
  })
  return make(page.split(/[\s"'`<>=]+/))
}
