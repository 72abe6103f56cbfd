import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type BuildOptions } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Writes `playhead.js` (sets `window.playhead`), `playhead.mjs` and `loader.js`. Their budgets are in `npm run size`. */
export async function build(outdir: string = join(root, 'dist')): Promise<void> {
  const common: BuildOptions = {
    bundle: true,
    target: 'es2020',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
  }
  await mkdir(outdir, { recursive: true })
  await Promise.all([
    bundle({ ...common, entryPoints: ['src/global.ts'], format: 'iife', outfile: join(outdir, 'playhead.js') }),
    bundle({ ...common, entryPoints: ['src/index.ts'], format: 'esm', outfile: join(outdir, 'playhead.mjs') }),
    bundle({ ...common, entryPoints: ['src/loader.ts'], format: 'iife', outfile: join(outdir, 'loader.js') }),
  ])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
