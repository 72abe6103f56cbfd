import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as bundle } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))

/** `dist/playhead.mjs`: the command line with Playhead's own packages in it. */
export async function build(): Promise<void> {
  await bundle({
    entryPoints: {
      playhead: join(here, 'src/main.ts'),
      'index-child': join(here, '../../packages/store/src/index-child.ts'),
      'finish-child': join(here, '../../packages/store/src/finish-child.ts'),
    },
    outdir: join(here, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [
      {
        name: 'outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@playhead/') ? null : { path, external: true },
          )
        },
      },
    ],
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
