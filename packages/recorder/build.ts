import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type BuildOptions, type Plugin } from 'esbuild'
import { minify, type MinifyOptions } from 'terser'
import { bundleEntries, writeManifest, writeTypes } from './package.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** On a visitor's page nobody reads why HTML could not be read: the code says enough, and words have to be downloaded. */
const terse: Plugin = {
  name: 'terse',
  setup({ onLoad }) {
    onLoad({ filter: /wire\/src\/html\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/(new WireError\('[\w-]+', [\w.]+, )(?:'[^'\n]*'|`[^`\n]*`)\)/g, "$1'')"),
      loader: 'ts',
    }))
  },
}

const bundled: BuildOptions = {
  bundle: true,
  // Terser does more, and more still with what this has shrunk.
  minify: true,
  target: 'es2020',
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  write: false,
  plugins: [terse],
}

/** One function, so that its own source can be run as a worker. @see src/press/worker.ts */
const wrap = (code: string, result = ''): string => `(function playheadSelf(playheadIsWorker){${code}${result}})()`

/**
 * Nearly all of it runs as soon as it is there: browsers that know this compile it beside the page's thread while it
 * loads, instead of function by function when each is called first.
 *
 * @see https://v8.dev/blog/explicit-compile-hints
 */
const compileHint = '//# allFunctionsCalledOnLoad\n'

/** What each extra's file is made from: a maker of extras, or an extra as it is. */
const extras = {
  canvas: { name: 'canvas', isMaker: false },
  console: { name: 'createConsole', isMaker: true },
  frames: { name: 'createFrames', isMaker: true },
  network: { name: 'createNetwork', isMaker: true },
  state: { name: 'createState', isMaker: true },
} as const

async function bundleExtra(extra: keyof typeof extras): Promise<string> {
  const { name, isMaker } = extras[extra]
  const contents = `import { ${name} } from './src/extra/${extra}.ts'\nwindow.playhead?.attach?.('${extra}', ${isMaker ? '' : '() => '}${name})`
  const { outputFiles } = await bundle({ ...bundled, stdin: { contents, resolveDir: root, loader: 'ts' }, format: 'iife' })
  return outputFiles![0]!.text
}

async function bundleOne(entry: string, globalName?: string, more: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await bundle({ ...bundled, ...more, entryPoints: [entry], format: 'iife', ...(globalName ? { globalName } : {}) })
  return outputFiles![0]!.text
}

/** Shrinking takes seconds: what was shrunk once is kept, by the hash of what it was. */
const cache = join(root, '../../node_modules/.cache/playhead')

async function shrink(code: string, isModule = false): Promise<string> {
  const options: MinifyOptions = {
    ecma: 2020,
    module: isModule,
    compress: { passes: 5, pure_getters: true, unsafe_arrows: true, keep_fargs: false },
    format: { comments: false },
  }
  const kept = join(cache, `${createHash('sha256').update(JSON.stringify(options)).update(code).digest('hex')}.js`)
  try {
    return await readFile(kept, 'utf8')
  } catch {
    const { code: small } = await minify(code, options)
    await mkdir(cache, { recursive: true })
    // Others may be at the same: a file appears whole or not at all.
    const part = `${kept}.${process.pid}`
    await writeFile(part, small!)
    await rename(part, kept)
    return small!
  }
}

/**
 * Writes `playhead.js` (sets `window.playhead`), `loader.js`, and in `extra/` a file for each extra that `playhead.js`
 * can fetch; and, for those who bundle, `playhead.mjs`, a module for each other entry of `package.json`, their types,
 * and what makes a package of all but the loader. Their budgets are in `npm run size`.
 */
export async function build(outdir: string = join(root, 'dist')): Promise<void> {
  const names = Object.keys(extras) as (keyof typeof extras)[]
  const [global, core, loader, entries] = await Promise.all([
    bundleOne('src/global.ts'),
    bundleOne('src/index.ts', 'playhead'),
    // Strictness is a matter of its sources: saying so costs bytes before consent.
    bundleOne('src/loader.ts', undefined, { tsconfigRaw: {} }),
    bundleEntries(bundled),
  ])
  await mkdir(join(outdir, 'extra'), { recursive: true })
  const packed = new Map<string, Promise<string>>([
    ['playhead.js', shrink(wrap(global)).then((code) => compileHint + code)],
    ['playhead.mjs', shrink(`export const { init, record } = ${wrap(core, ';return playhead')}`, true)],
    ...names.map((extra) => [`extra/${extra}.js`, bundleExtra(extra).then((code) => shrink(code))] as const),
    ...[...entries].map(([name, code]) => [name, shrink(code, true)] as const),
  ])
  const [types] = await Promise.all([
    writeTypes(outdir),
    shrink(loader).then((code) => writeFile(join(outdir, 'loader.js'), code)),
    ...[...packed].map(async ([name, code]) => writeFile(join(outdir, name), await code)),
  ])
  await writeManifest(outdir, [...packed.keys(), ...types])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
