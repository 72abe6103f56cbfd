// `npm run size`: what the visitor's browser downloads, against its budget, and where every byte comes from.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBuilt(['packages/recorder', 'packages/player'])
const { build } = await import('esbuild')

/**
 * Budgets in bytes; brotli is what counts for a visitor, raw for the loader, which is sent before consent.
 * The recorder's aim is 15 KiB; its budget here is what it has reached, so that it can only shrink.
 */
const files = [
  { path: 'packages/recorder/dist/loader.js', raw: 1024 },
  { path: 'packages/recorder/dist/playhead.js', brotli: 26.5 * 1024, aim: 15 * 1024 },
  { path: 'packages/player/dist/player.mjs' },
  { path: 'packages/player/dist/frame.html' },
]
for (const { path, raw, brotli, aim } of files) {
  const bytes = readFileSync(join(root, path))
  const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
  const over = (raw && bytes.length > raw) || (brotli && small > brotli)
  const budget = raw ? `budget ${raw} raw` : brotli ? `budget ${brotli} brotli, aim ${aim}` : ''
  console.log(
    `${over ? 'OVER' : 'ok  '} ${path}: ${bytes.length} raw, ${gzipSync(bytes, { level: 9 }).length} gzip, ${small} brotli ${budget}`,
  )
  if (over) process.exitCode = 1
}

const { metafile } = await build({
  entryPoints: [join(root, 'packages/recorder/src/global.ts')],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'iife',
  target: 'es2020',
  outfile: 'playhead.js',
})
const inputs = Object.entries(Object.values(metafile.outputs)[0].inputs).sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
console.log('\nEvery byte of playhead.js (minified, raw):')
for (const [path, { bytesInOutput }] of inputs)
  console.log(`${String(bytesInOutput).padStart(7)}  ${path.replace(/^.*?(packages\/)/, '$1')}`)
