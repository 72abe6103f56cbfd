import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compile } from 'svelte/compiler'

const folder = fileURLToPath(new URL('../page/', import.meta.url))

/** Builds one page's script from the installed packages. zone.js cannot follow `async` functions: they are written out for it. */
export async function bundlePage(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}${name}.ts`],
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
    conditions: ['browser', 'production'],
    mainFields: ['browser', 'module', 'main'],
    supported: name === 'angular' ? { 'async-await': false } : {},
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [
      {
        name: 'svelte',
        setup({ onLoad }) {
          onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
            contents: compile(await readFile(path, 'utf8'), { filename: path, generate: 'client' }).js.code,
            loader: 'js',
          }))
        },
      },
    ],
  })
  return outputFiles[0]!.text
}
