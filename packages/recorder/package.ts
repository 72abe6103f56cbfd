import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build as bundle, type BuildOptions } from 'esbuild'

/** What makes the built files a package that `npm pack` can pack: modules, types and their `package.json`. */

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly exports: Readonly<Record<string, string>>
}
const root = fileURLToPath(new URL('.', import.meta.url))
const readManifest = async (): Promise<Manifest> => JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest

/** The module of an entry: `./canvas` is `canvas.mjs`, and the core is called after its script. */
const moduleOf = (entry: string): string => `${basename(entry).replace(/^\.$/, 'playhead')}.mjs`

/**
 * The modules beside the core, by name: one for each entry of `package.json`, and what several of them share. Who needs
 * the core imports it, so that a site has it once.
 */
export async function bundleEntries(bundled: BuildOptions): Promise<Map<string, string>> {
  const { exports } = await readManifest()
  const sources = Object.entries(exports).filter(([entry]) => entry !== '.')
  const { outputFiles } = await bundle({
    ...bundled,
    entryPoints: Object.fromEntries(sources.map(([entry, source]) => [basename(entry), source])),
    format: 'esm',
    splitting: true,
    outdir: root,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'shared-[hash]',
    external: ['react'],
    plugins: [
      {
        name: 'core',
        setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/init\.ts$/ }, () => ({ path: `./${moduleOf('.')}`, external: true })),
      },
    ],
  })
  return new Map(outputFiles!.map(({ path, text }) => [basename(path), text]))
}

/** `./src/extra/canvas.ts` → `types/recorder/extra/canvas.d.ts`: both rooms' sources, without their folder `src`. */
const declarationOf = (path: string): string => `types/${path.replace('/src/', '/').replace(/\.ts$/, '.d.ts')}`
/** What a declaration imports or exports from, between its quotes. */
const specifier = /(?<=\b(?:from |import\()(['"]))(?:\.[^'"]*|@playhead\/wire)(?=\1)/g

/**
 * Writes the declarations of all entries, and of no more than those come to; what they have of `wire` is beside them.
 * Returns their paths in `outdir`.
 */
export async function writeTypes(outdir: string): Promise<string[]> {
  const emitted = await mkdtemp(join(tmpdir(), 'playhead-types-'))
  try {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
    await promisify(execFile)(process.execPath, [tsc, '-p', join(root, 'tsconfig.types.json'), '--outDir', emitted])
    const { exports } = await readManifest()
    const paths = new Set(Object.values(exports).map((source) => posix.join('recorder', source)))
    // A set goes on to what is added on the way.
    for (const path of paths) {
      const text = await readFile(join(emitted, path.replace(/\.ts$/, '.d.ts')), 'utf8')
      const target = declarationOf(path)
      const relative = text.replaceAll(specifier, (name) => {
        const found = name.startsWith('.') ? posix.join(posix.dirname(path), name) : 'wire/src/index.ts'
        paths.add(found)
        const from = posix.relative(posix.dirname(target), declarationOf(found)).replace(/\.d\.ts$/, '.js')
        return from.startsWith('.') ? from : `./${from}`
      })
      await mkdir(join(outdir, dirname(target)), { recursive: true })
      await writeFile(join(outdir, target), relative)
    }
    return [...paths].map(declarationOf)
  } finally {
    await rm(emitted, { recursive: true })
  }
}

/**
 * Writes the package's own `package.json`, whose exports are built files where those of the workspace are sources.
 *
 * @param files all that is packed: what earlier builds have left beside them is not
 */
export async function writeManifest(outdir: string, files: readonly string[]): Promise<void> {
  const { name, version, license, exports } = await readManifest()
  const scripts = files.filter((path) => path.endsWith('.js'))
  const manifest = {
    name,
    version,
    license,
    type: 'module',
    sideEffects: scripts.map((path) => `./${path}`),
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([entry, source]) => [
          entry,
          { types: `./${declarationOf(posix.join('recorder', source))}`, default: `./${moduleOf(entry)}` },
        ]),
      ),
      ...Object.fromEntries(scripts.map((path) => [`./${path}`, `./${path}`])),
      './package.json': './package.json',
    },
    files,
    peerDependencies: { react: '>=18' },
    peerDependenciesMeta: { react: { optional: true } },
  }
  await writeFile(join(outdir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await copyFile(join(root, 'README.md'), join(outdir, 'README.md'))
  await copyFile(join(root, '../../LICENSE'), join(outdir, 'LICENSE'))
}
