import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type BuildOptions, type Plugin } from 'esbuild'
import { frameHeader, frameMeta, offlineMeta } from './src/csp.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/**
 * Writes `player.mjs` (with `heat-worker.js` beside it), `player.iife.js`, `frame.html` and, for servers, the frame's
 * policy as `frame.csp`; and `offline.html`, the file that a recording is put into to be watched without a server.
 */
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
  const inline: BuildOptions = { ...common, format: 'iife', write: false, charset: 'ascii' }
  const [frame, offline] = await Promise.all([
    bundle({ ...inline, entryPoints: ['src/frame/main.ts'] }),
    bundle({ ...inline, entryPoints: ['src/offline/main.ts'], define: { 'import.meta.url': '""' } }),
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
  const script = inlineText(frame.outputFiles![0]!.text)
  const html =
    `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${frameMeta(hashOf(script))}">` +
    `<meta name="referrer" content="no-referrer"><title>Playhead</title></head><body><script>${script}</script></body></html>\n`
  await writeFile(join(outdir, 'frame.html'), html)
  await writeFile(join(outdir, 'frame.csp'), `${frameHeader(hashOf(script))}\n`)
  const app = inlineText(offline.outputFiles![0]!.text)
  const css = await readFile(join(root, 'src/offline/page.css'), 'utf8')
  await writeFile(
    join(outdir, 'offline.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${offlineMeta([hashOf(app), hashOf(script)])}">` +
      `<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><title>${titlePlace}</title><style>${css}</style></head>` +
      `<body><div id="stage"></div><div id="bar"></div><script type="application/json" id="frame">${jsonText(html)}</script>` +
      `<script type="application/json" id="recording">${recordingPlace}</script><script>${app}</script></body></html>\n`,
  )
}

/** Text in a script must not end the element that it stands in. */
const inlineText = (text: string): string => text.trim().replace(/<(?=\/script|!--)/gi, '\\x3c')
const hashOf = (script: string): string => `sha256-${createHash('sha256').update(script).digest('base64')}`
const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
/** What the file's title takes the place of, and the recording, as JSON. */
const titlePlace = '__PLAYHEAD_TITLE__'
const recordingPlace = '__PLAYHEAD_RECORDING__'

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
