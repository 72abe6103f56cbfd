import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type BuildOptions } from 'esbuild'
import { frameHeader, frameMeta } from './src/csp.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Writes `player.mjs`, `player.iife.js`, `frame.html` and, for servers, the frame's policy as `frame.csp`. */
export async function build(outdir: string = join(root, 'dist')): Promise<void> {
  const common: BuildOptions = { bundle: true, target: 'es2022', minify: true, legalComments: 'none', logLevel: 'warning', absWorkingDir: root }
  await mkdir(outdir, { recursive: true })
  const [frame] = await Promise.all([
    bundle({ ...common, entryPoints: ['src/frame/main.ts'], format: 'iife', write: false, charset: 'ascii' }),
    bundle({ ...common, entryPoints: ['src/index.ts'], format: 'esm', outfile: join(outdir, 'player.mjs') }),
    bundle({ ...common, entryPoints: ['src/index.ts'], format: 'iife', globalName: 'PlayheadPlayer', outfile: join(outdir, 'player.iife.js') }),
  ])
  // Text in the script must not end the element that it stands in.
  const script = frame.outputFiles![0]!.text.trim().replace(/<(?=\/script|!--)/gi, '\\x3c')
  const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`
  const html =
    `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${frameMeta(hash)}">` +
    `<meta name="referrer" content="no-referrer"><title>Playhead</title></head><body><script>${script}</script></body></html>\n`
  await writeFile(join(outdir, 'frame.html'), html)
  await writeFile(join(outdir, 'frame.csp'), `${frameHeader(hash)}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
