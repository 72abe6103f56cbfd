// `npm run size`: what the visitor's browser downloads, against its budget, and where every byte comes from.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBuilt(['packages/recorder', 'packages/player'])
const { build } = await import('esbuild')

const dist = 'packages/recorder/dist'
const extraDir = join(root, dist, 'extra')
const extras = existsSync(extraDir) ? readdirSync(extraDir).sort() : []

const brotliOf = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

/**
 * Budgets in bytes; brotli is what counts for a visitor, raw for the loader, which is sent before consent.
 * The recorder's aim is 15 KiB, 25 KiB with every extra; its budget here is what it has reached, so that it can only
 * shrink.
 */
const files = [
  { path: `${dist}/loader.js`, raw: 1024 },
  { path: `${dist}/playhead.js`, brotli: 38 * 1024, aim: 15 * 1024 },
  ...extras.map((name) => ({ path: `${dist}/extra/${name}`, brotli: 2.5 * 1024 })),
  { path: 'packages/player/dist/player.mjs' },
  { path: 'packages/player/dist/frame.html' },
]
function check(name, { raw, gzip, brotli }, budget) {
  const over = raw > (budget.raw ?? Infinity) || brotli > (budget.brotli ?? Infinity)
  const limit = budget.raw ? `budget ${budget.raw} raw` : budget.brotli ? `budget ${budget.brotli} brotli` : ''
  console.log(
    `${over ? 'OVER' : 'ok  '} ${name}: ${raw} raw, ${gzip} gzip, ${brotli} brotli ${limit}${budget.aim ? `, aim ${budget.aim}` : ''}`,
  )
  if (over) process.exitCode = 1
}
function sizesOf(path) {
  const bytes = readFileSync(join(root, path))
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliOf(bytes) }
}
for (const { path, ...budget } of files) check(path, sizesOf(path), budget)
const all = [`${dist}/playhead.js`, ...extras.map((name) => `${dist}/extra/${name}`)].map(sizesOf)
const sum = (kind) => all.reduce((total, sizes) => total + sizes[kind], 0)
check('recorder with every extra', { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') }, { brotli: 45 * 1024, aim: 25 * 1024 })

/** The files that a bundle consists of, and what each gives to it, before terser. */
async function tellOrigins(title, entry) {
  const { metafile } = await build({
    entryPoints: [join(root, 'packages/recorder/src', entry)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2020',
    outfile: 'out.js',
  })
  const inputs = Object.entries(Object.values(metafile.outputs)[0].inputs).sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
  console.log(`\nEvery byte of ${title} (minified, raw):`)
  const found = inputs.filter(([, { bytesInOutput }]) => bytesInOutput)
  for (const [path, { bytesInOutput }] of found)
    console.log(`${String(bytesInOutput).padStart(7)}  ${path.replace(/^.*?(packages\/)/, '$1')}`)
  return found.map(([path]) => path)
}
const origins = await tellOrigins('playhead.js', 'global.ts')
const strays = origins.filter((path) => path.includes('/extra/'))
if (strays.length) {
  console.log(`OVER playhead.js holds extras: ${strays.join(', ')}`)
  process.exitCode = 1
}
for (const name of extras) await tellOrigins(`extra/${name}`, `extra/${basename(name, '.js')}.ts`)
