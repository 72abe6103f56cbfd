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
  { path: `${dist}/playhead.js`, brotli: 44.7 * 1024, aim: 15 * 1024 },
  { path: `${dist}/playhead.mjs`, brotli: 44.7 * 1024, aim: 15 * 1024 },
  ...extras.map((name) => ({ path: `${dist}/extra/${name}`, brotli: 2.75 * 1024 })),
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
function sizesOf(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliOf(bytes) }
}
const sizesAt = (path) => sizesOf(readFileSync(join(root, path)))
for (const { path, ...budget } of files) check(path, sizesAt(path), budget)
const all = [`${dist}/playhead.js`, ...extras.map((name) => `${dist}/extra/${name}`)].map(sizesAt)
const sum = (kind) => all.reduce((total, sizes) => total + sizes[kind], 0)
check('recorder with every extra', { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') }, { brotli: 51.6 * 1024, aim: 25 * 1024 })

const bundleOf = (path) =>
  build({
    entryPoints: [join(root, 'packages/recorder', path)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2020',
    outfile: 'out.js',
    external: ['react', '../init.ts', './playhead.mjs'],
  })
/**
 * What each entry of the package brings into a site's bundle, which renames and so compresses a little worse: shared
 * parts are in it, the core only where it is the entry. The core's budget is its file's, above.
 */
const { exports: entries } = JSON.parse(readFileSync(join(root, 'packages/recorder/package.json'), 'utf8'))
const tiny = ['./redux', './react', './next']
for (const entry of Object.keys(entries)) {
  const { outputFiles } = await bundleOf(`dist/${entry === '.' ? 'playhead' : entry}.mjs`)
  const budget = entry === '.' ? {} : { brotli: tiny.includes(entry) ? 256 : 2.75 * 1024 }
  check(`@playhead/recorder${entry.slice(1)}`, sizesOf(outputFiles[0].contents), budget)
}

/** The files that a bundle consists of, and what each gives to it, before terser. */
async function tellOrigins(title, path) {
  const { metafile } = await bundleOf(path)
  const inputs = Object.entries(Object.values(metafile.outputs)[0].inputs).sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
  console.log(`\nEvery byte of ${title} (minified, raw):`)
  const found = inputs.filter(([, { bytesInOutput }]) => bytesInOutput)
  for (const [path, { bytesInOutput }] of found)
    console.log(`${String(bytesInOutput).padStart(7)}  ${path.replace(/^.*?(packages\/)/, '$1')}`)
  return found.map(([path]) => path)
}
for (const [name, source] of [
  ['playhead.js', 'src/global.ts'],
  ['playhead.mjs', entries['.']],
]) {
  const strays = (await tellOrigins(name, source)).filter((path) => path.includes('/extra/'))
  if (!strays.length) continue
  console.log(`OVER ${name} holds extras: ${strays.join(', ')}`)
  process.exitCode = 1
}
for (const name of extras) await tellOrigins(`extra/${name}`, `src/extra/${basename(name, '.js')}.ts`)
// Those that are no file of a script tag's.
for (const entry of tiny) await tellOrigins(`@playhead/recorder${entry.slice(1)}`, entries[entry])
