import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'

const room = dirname(fileURLToPath(import.meta.url))

/** One file, our packages inside it, everything from outside beside it in node_modules. */
export async function build(): Promise<void> {
  await bundle({
    entryPoints: [join(room, 'src/main.ts')],
    outfile: join(room, 'dist/playhead.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    plugins: [
      {
        name: 'external-packages',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^[a-z@]/ }, ({ path }) =>
            path.startsWith('@playhead/') || path.startsWith('/') ? null : { path, external: true },
          ),
      },
    ],
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
