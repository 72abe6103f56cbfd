import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as bundle } from 'esbuild'
import { picturesOf } from './art/picture.ts'
import { products } from './catalogue/product.ts'

const here = dirname(fileURLToPath(import.meta.url))

const markSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -16 64 64"><rect y="-16" width="64" height="64" rx="14" fill="#10232b"/><path transform="translate(6 3) scale(.81)" d="M2 20C14 6 22 8 31 17C38 6 48 2 62 3C50 8 44 14 38 25C36 29 28 29 26 25C21 17 12 16 2 20Z" fill="#f0b41c"/></svg>\n'

/** Fills `outDir` with the whole shop: two documents, one hashed script, one hashed style sheet, the pictures. Older scripts and sheets go. */
export async function buildDemoShop(outDir: string): Promise<void> {
  await mkdir(join(outDir, 'images'), { recursive: true })
  const old = (await readdir(outDir)).filter((name) => /^(?:app|style)-[A-Z0-9]{8}\./.test(name))
  await Promise.all(old.map((name) => rm(join(outDir, name))))
  const built = await bundle({
    entryPoints: { app: join(here, 'shop/main.ts'), style: join(here, 'shop/style/index.css') },
    outdir: outDir,
    entryNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: true,
    logLevel: 'warning',
  })
  const names = Object.keys(built.metafile.outputs).map((path) => basename(path))
  const named = (end: string): string => `/demo/${names.find((name) => name.endsWith(end))}`
  for (const document of ['index.html', 'delivery.html']) {
    const html = await readFile(join(here, 'document', document), 'utf8')
    await writeFile(join(outDir, document), html.replaceAll('{{style}}', named('.css')).replaceAll('{{script}}', named('.js')))
  }
  await copyFile(join(here, '../asset/seascape.png'), join(outDir, 'images/seascape.png'))
  await writeFile(join(outDir, 'images/mark.svg'), markSvg)
  await Promise.all(products.flatMap(picturesOf).map(([name, svg]) => writeFile(join(outDir, 'images', name), svg)))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildDemoShop(join(here, '../dist'))
