import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type BuildOptions, type Plugin } from 'esbuild'
import { frameHeader, frameMeta } from './src/csp.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Writes `player.mjs` (with `heat-worker.js` beside it), `player.iife.js`, `frame.html` and, for servers, the frame's policy as `frame.csp`. */
export async function build(outdir: string = join(root, 'dist')): Promise<void> {
  const common: BuildOptions = {
    bundle: true,
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
  }
  await mkdir(outdir, { recursive: true })
  // The worker's address is that of its source until it is built.
  const name: Plugin = {
    name: 'heat-worker',
    setup({ onLoad }) {
      onLoad({ filter: /heat-layer\.ts$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace('./heat-worker.ts', './heat-worker.js'),
        loader: 'ts',
      }))
    },
  }
  const [frame] = await Promise.all([
    bundle({ ...common, entryPoints: ['src/frame/main.ts'], format: 'iife', write: false, charset: 'ascii' }),
    bundle({ ...common, entryPoints: ['src/index.ts'], format: 'esm', outfile: join(outdir, 'player.mjs'), plugins: [name] }),
    bundle({
      ...common,
      entryPoints: ['src/index.ts'],
      format: 'iife',
      globalName: 'PlayheadPlayer',
      outfile: join(outdir, 'player.iife.js'),
      // A classic script has no address of its own: it draws heat where it runs.
      define: { 'import.meta.url': '""' },
    }),
    bundle({ ...common, entryPoints: ['src/heat-worker.ts'], format: 'esm', outfile: join(outdir, 'heat-worker.js') }),
  ])
  // Text in the script must not end the element that it stands in.
  const script = frame.outputFiles[0]!.text.trim().replace(/<(?=\/script|!--)/gi, '\\x3c')
  const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`
  const html =
    `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${frameMeta(hash)}">` +
    `<meta name="referrer" content="no-referrer"><title>Playhead</title></head><body><script>${script}</script></body></html>\n`
  await writeFile(join(outdir, 'frame.html'), html)
  await writeFile(join(outdir, 'frame.csp'), `${frameHeader(hash)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
