import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as bundle } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))

/** Builds into `dist/`: `clip.mjs`, and `encoder.html`, the page in which frames become a file. */
export async function build(): Promise<void> {
  const outdir = join(here, 'dist')
  const [page] = await Promise.all([
    bundle({
      entryPoints: [join(here, 'src/page/main.ts')],
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      charset: 'ascii',
    }),
    bundle({
      entryPoints: [join(here, 'src/main.ts')],
      outfile: join(outdir, 'clip.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['playwright-core'],
      logLevel: 'warning',
    }),
  ])
  const script = page.outputFiles[0]!.text.replace(/<(?=\/script|!--)/gi, '\\x3c')
  await writeFile(join(outdir, 'encoder.html'), `<!doctype html><meta charset="utf-8"><title>encoder</title><script>${script}</script>\n`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
