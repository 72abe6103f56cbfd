import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as bundle } from 'esbuild'
import { buildDemoShop } from './src/build.ts'

const here = dirname(fileURLToPath(import.meta.url))

/** Builds into `dist/`: the shop, `serve.mjs` that serves it, and `visit.mjs`, the visitors that walk through it. */
export async function build(): Promise<void> {
  await buildDemoShop(join(here, 'dist'))
  await bundle({
    entryPoints: { visit: join(here, 'src/visit.ts'), serve: join(here, 'src/serve.ts') },
    outdir: join(here, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['playwright-core'],
    logLevel: 'warning',
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
