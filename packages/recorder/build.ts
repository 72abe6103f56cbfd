import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build as bundle, type BuildOptions, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Largest size of what a site loads, in bytes. */
const budget: Readonly<Record<string, { raw?: number; brotli?: number }>> = {
  'playhead.js': { brotli: 15 * 1024 },
  'loader.js': { raw: 1024 },
}

/** The wire format's modules only define things: what is not used of them stays out. */
const pureWire: Plugin = {
  name: 'pure-wire',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(?:@playhead\/wire|\..*)$/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (pluginData || (path !== '@playhead/wire' && !importer.includes('/wire/'))) return undefined
      return { ...(await resolve(path, { importer, resolveDir, kind, pluginData: true })), sideEffects: false }
    })
  },
}

/** Names that only the recorder's own modules use: no browser API shares them, and on the wire fields have places, not names. */
const internal =
  /^(?:numbering|shadowRootOf|closedRoots|nextId|blocked|idOf|onFrame|later|patchSetter|onStop|onRespond|respond|beforeClick|flushTree|onArrive|arrived|onSeal|beforeSeal|requestKeyframe|guard|tokens|learn|learnSheets|levelOf|keepsId|isSecret|isBlocked|hidesWithin|prepare|decide|strictText|maskedText|campaign|decisions|parentTag|parentId|firstId|onCssUrl|nextOrdinal|sealNow|isNewTab|isReturning|isResumed|isNew|setToken|comeBack|renew|onToken|onWant|onRefused|onLost|resync|settle|isInteractive|isOdd|marker|isHtml|setView|lose|listen|isSent|baseSeqOf|isAsWritten|boxX|boxY|boxWidth|boxHeight|splits|empties|lengths|pixelRatio|reducedMotion|utmSource|utmMedium|utmCampaign|utmTerm|utmContent|adClick|documentHeight|viewportHeight|maxBottom|responseBytes|lengthBucket|fieldName|fieldType|formName|consentAtMs|afterMs|affordance|relX|relY|durationMs|restMs|timeMs|sizeBytes|baseSeq|baseMs|endMs|sentMs|rawBytes|deflated|ordinal|screenWidth|screenHeight|isLeaving)$/

/** Writes `playhead.js` (sets `window.playhead`), `playhead.mjs` and `loader.js`. Fails where one is over its budget. */
export async function build(outdir: string = join(root, 'dist')): Promise<void> {
  const common: BuildOptions = {
    bundle: true,
    target: 'es2020',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [pureWire],
    mangleProps: internal,
  }
  await mkdir(outdir, { recursive: true })
  await Promise.all([
    bundle({ ...common, entryPoints: ['src/global.ts'], format: 'iife', outfile: join(outdir, 'playhead.js') }),
    bundle({ ...common, entryPoints: ['src/index.ts'], format: 'esm', outfile: join(outdir, 'playhead.mjs') }),
    bundle({ ...common, entryPoints: ['src/loader.ts'], format: 'iife', outfile: join(outdir, 'loader.js') }),
  ])
}

export interface Size {
  readonly name: string
  readonly raw: number
  readonly gzip: number
  readonly brotli: number
  readonly isOver: boolean
}

export async function measure(outdir: string = join(root, 'dist')): Promise<Size[]> {
  return Promise.all(
    ['playhead.js', 'playhead.mjs', 'loader.js'].map(async (name) => {
      const bytes = await readFile(join(outdir, name))
      const size = { raw: bytes.length, gzip: gzipSync(bytes).length, brotli: brotliCompressSync(bytes).length }
      const most = budget[name]
      return { name, ...size, isOver: size.raw > (most?.raw ?? Infinity) || size.brotli > (most?.brotli ?? Infinity) }
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build()
  for (const { name, raw, gzip, brotli, isOver } of await measure()) {
    process.stdout.write(`${name.padEnd(14)} raw ${raw}  gzip ${gzip}  brotli ${brotli}${isOver ? '  OVER BUDGET' : ''}\n`)
    if (isOver) process.exitCode = 1
  }
}
