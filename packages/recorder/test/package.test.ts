import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build as bundle } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../build.ts'
import { readEvents } from './rebuild.ts'
import { launchBrowser } from '../../../tests/e2e/harness/browser.ts'

/** The package as a site has it: packed, unpacked elsewhere, with nothing of this repository around it. */

const run = promisify(execFile)
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
/** By its name among the package's exports, the file of each that is a module. */
const entries = {
  '.': 'playhead.mjs',
  './canvas': 'canvas.mjs',
  './console': 'console.mjs',
  './frames': 'frames.mjs',
  './network': 'network.mjs',
  './state': 'state.mjs',
  './redux': 'redux.mjs',
  './react': 'react.mjs',
  './next': 'next.mjs',
}
const importable = Object.keys(entries).map((name) => `@playhead/recorder${name.slice(1)}`)
let work = ''
let site = ''
let installed = ''
let tarball = ''
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'playhead-package-'))
  const dist = join(work, 'dist')
  await build(dist)
  // What an earlier build has left there is not packed.
  await writeFile(join(dist, 'shared-OLD.mjs'), '')
  await run('npm', ['pack', dist, '--pack-destination', work, '--offline'], { cwd: work })
  tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))!
  site = join(work, 'site')
  installed = join(site, 'node_modules/@playhead/recorder')
  await mkdir(join(site, 'node_modules/@types'), { recursive: true })
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(work, tarball), '-C', installed, '--strip-components=1'])
  for (const name of ['react', '@types/react', 'redux']) await symlink(join(modules, name), join(site, 'node_modules', name), 'dir')
  await writeFile(join(site, 'package.json'), JSON.stringify({ type: 'module' }))
  await cp(fileURLToPath(new URL('consumer/consumer.ts', import.meta.url)), join(site, 'consumer.ts'))
}, 60_000)
afterAll(() => rm(work, { recursive: true, force: true }))

test.each(['README.md', 'packages/recorder/README.md', 'apps/dashboard/src/feature/project/snippet.tsx'])(
  '%s says how to make and install this file',
  async (name) => {
    const text = await readFile(fileURLToPath(new URL(`../../../${name}`, import.meta.url)), 'utf8')
    expect(text).toContain('cd /path/to/playhead && npm run build && npm pack ./packages/recorder/dist')
    expect(text).toContain(`cd /path/to/your-site && npm install /path/to/playhead/${tarball}`)
  },
)

test('holds what is promised, a licence, and nothing else', async () => {
  const files = await readdir(installed, { recursive: true, withFileTypes: true })
  const names = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(installed.length + 1))
    .filter((name) => !/^(?:types\/.*\.d\.ts|shared-[A-Z0-9]{8}\.mjs)$/.test(name))
  const scripts = ['canvas', 'console', 'frames', 'network', 'state'].map((name) => `extra/${name}.js`)
  expect(names.sort()).toEqual(['LICENSE', 'README.md', 'package.json', 'playhead.js', ...scripts, ...Object.values(entries)].sort())
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as Record<string, object>
  expect(manifest).toMatchObject({ name: '@playhead/recorder', license: 'MIT', type: 'module' })
  expect(manifest['dependencies']).toBe(undefined)
  expect(Object.keys(manifest['exports']!)).toEqual(expect.arrayContaining(Object.keys(entries)))
})

test.each([
  ['bundler', 'ESNext'],
  ['node16', 'Node16'],
])('its types need nothing else, and refuse wrong options: %s', async (moduleResolution, module) => {
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    module,
    moduleResolution,
  }
  const path = join(site, `tsconfig.${moduleResolution}.json`)
  await writeFile(path, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
  const tsc = join(modules, 'typescript/bin/tsc')
  const { stdout } = await run(process.execPath, [tsc, '-p', path, '--listFiles'], { cwd: site }).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout).not.toContain('error TS')
  const own = stdout.split('\n').filter((line) => line.includes('@playhead'))
  expect(own.length).toBeGreaterThan(10)
  expect(own.filter((file) => !file.startsWith(installed) || !file.endsWith('.d.ts'))).toEqual([])
})

/** A site's bundle: its code, and which of the package's files gave something to it. */
async function bundleSite(contents: string): Promise<{ code: string; parts: string[] }> {
  const { outputFiles, metafile } = await bundle({
    // JavaScript: of TypeScript, imports that are not used are left out anyway.
    stdin: { contents, resolveDir: site, loader: 'js' },
    absWorkingDir: site,
    outfile: 'site.js',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['react', 'redux'],
    logLevel: 'silent',
  })
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs)
  const parts = inputs.filter(([path, { bytesInOutput }]) => path.includes('@playhead/') && bytesInOutput).map(([path]) => path)
  return { code: outputFiles[0]!.text, parts: parts.map((path) => path.replace('node_modules/@playhead/recorder/', '')).sort() }
}
/** Stands once in the core, and in nothing else. */
const coreMark = 'prerenderingchange'
const timesIn = (code: string, mark: string): number => code.split(mark).length - 1

test('what is imported and not used is in no bundle', async () => {
  const unused = importable.map((name, at) => `import * as m${at} from '${name}'`).join('\n')
  expect((await bundleSite(`${unused}\nconsole.log('site')`)).parts).toEqual([])
  const { code, parts } = await bundleSite(`${unused}\nm0.init({ key: 'k', host: location.origin })`)
  expect(parts).toEqual(['playhead.mjs'])
  expect(timesIn(code, coreMark)).toBe(1)
  // Of the extras, none: as in the file that a script tag gets.
  for (const mark of ['image/webp', 'foreignFrame', 'setRequestHeader', '[gone]'])
    expect([mark, timesIn(code, mark)]).toEqual([mark, timesIn(await readFile(join(installed, 'playhead.js'), 'utf8'), mark)])
})

test.each([
  ['canvas', 'canvas', 'image/webp', 4500],
  ['console', 'createConsole', 'more', 2500],
  ['frames', 'createFrames', 'postMessage', 4500],
  ['network', 'createNetwork', 'setRequestHeader', 6500],
  ['state', 'createState', '[gone]', 3500],
  ['redux', 'createPlayheadMiddleware', 'getState', 1000],
  ['next', 'PlayheadScript', 'script', 600],
])('%s alone brings no core', async (entry, name, mark, maxBytes) => {
  const { code, parts } = await bundleSite(`import { ${name} } from '@playhead/recorder/${entry}'\nconsole.log(${name})`)
  expect(parts.filter((part) => !part.startsWith('shared-'))).toEqual([`${entry}.mjs`])
  expect(code).toContain(mark)
  expect(code).not.toContain(coreMark)
  expect(code.length).toBeLessThan(maxBytes)
})

test('a site with all of it has the core once, and each shared part once', async () => {
  const { code, parts } = await bundleSite(`export * from './consumer.ts'`)
  expect(parts.filter((part) => !part.startsWith('shared-'))).toEqual(Object.values(entries).sort())
  expect(timesIn(code, coreMark)).toBe(1)
  expect(timesIn(code, '[gone]')).toBe(1)
  // The rule of which names are secret: the core's own, which cannot be given away, and the one that three extras go by.
  expect(timesIn(code, 'credential|signature')).toBe(2)
  const react = await readFile(join(installed, 'react.mjs'), 'utf8')
  expect(react.length).toBeLessThan(600)
})

test('can be imported where there is no page', async () => {
  const load = importable.map((name) => `Object.keys(await import('${name}')).sort().join()`)
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `console.log([${load.join()}].join(' '))`], { cwd: site })
  expect(stdout.trim()).toBe(
    'init,record canvas createConsole createFrames createNetwork createState createPlayheadMiddleware usePlayhead PlayheadScript',
  )
})

test('does nothing, and harms nothing, where there is no page', async () => {
  const { stdout } = await run(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { init } from '@playhead/recorder'
       import { createPlayheadMiddleware } from '@playhead/recorder/redux'
       const playhead = init({ key: 'k', host: 'https://a.example', consent: 'granted' })
       for (const verb of [playhead.consent.grant, playhead.consent.deny, playhead.consent.withdraw, ...Object.values(playhead)])
         if (typeof verb === 'function') verb('x', {})
       const next = createPlayheadMiddleware()({ getState: () => 1 })((action) => action)
       console.log(JSON.stringify([playhead.status(), playhead.sessionUrl(), next('done')]))`,
    ],
    { cwd: site },
  )
  expect(JSON.parse(stdout)).toEqual([{ recording: false, reason: 'no-page' }, null, 'done'])
})

test('records in a browser out of a site’s own minified bundle, with its worker and its extras', async () => {
  const { code } = await bundleSite(`
    import { record } from '@playhead/recorder'
    import { createState } from '@playhead/recorder/state'
    import { createPlayheadMiddleware } from '@playhead/recorder/redux'
    const state = createState({ unmask: ['plan'] })
    window.chunks = []
    window.recording = record({ emit: (chunk) => void window.chunks.push([...chunk]), extras: [state], worker: true })
    createPlayheadMiddleware({ state })({ getState: () => ({ plan: 'gold', name: 'Ada' }) })`)
  let browser: Browser | undefined
  try {
    browser = await launchBrowser()
    const page = await browser.newPage()
    const failures: Error[] = []
    page.on('pageerror', (error) => failures.push(error))
    await page.route('http://site.example/**', (route) =>
      route.request().url().endsWith('/site.js')
        ? route.fulfill({ contentType: 'text/javascript', body: code })
        : route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Hello</p><script type="module" src="/site.js"></script>' }),
    )
    await page.goto('http://site.example/')
    await page.evaluate('new Promise(requestAnimationFrame)')
    await page.evaluate('recording.flush()')
    // Where it fails, it is given up, and the page's own thread does its work.
    expect(page.workers()).toHaveLength(1)
    await page.evaluate('recording.stop()')
    const chunks = await page.evaluate<number[][]>('chunks')
    const events = await readEvents(chunks.map((bytes) => Uint8Array.from(bytes)))
    expect(events.map(({ type }) => type)).toContain('keyframe')
    const told = events.find((event) => event.type === 'appState')
    expect(told).toMatchObject({ name: 'redux', isWhole: true })
    expect(told?.patch).toContain('gold')
    expect(told?.patch).not.toContain('Ada')
    expect(failures).toEqual([])
  } finally {
    await browser?.close()
  }
})

test('put in one file with a site’s own script, it has a worker of its own, and that script runs once', async () => {
  const built = await readFile(join(work, 'dist', 'playhead.js'), 'utf8')
  const own = `\nfetch('/ran'); window.chunks = []; window.recording = playhead.record({ emit: (chunk) => void chunks.push([...chunk]), worker: true })`
  let browser: Browser | undefined
  try {
    browser = await launchBrowser()
    const page = await browser.newPage()
    let runs = 0
    await page.context().route('http://site.example/**', (route) => {
      const { pathname } = new URL(route.request().url())
      if (pathname === '/ran') runs++
      if (pathname === '/site.js') return route.fulfill({ contentType: 'text/javascript', body: built + own })
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Hello</p><script src="/site.js"></script>' })
    })
    await page.goto('http://site.example/')
    await page.evaluate('recording.flush()')
    expect(page.workers()).toHaveLength(1)
    expect(runs).toBe(1)
    await page.evaluate('recording.stop()')
    expect(await page.evaluate<number>('chunks.length')).toBeGreaterThan(0)
  } finally {
    await browser?.close()
  }
})
