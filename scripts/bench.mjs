// `npm run bench [-- recorder|wire|ingest|player …] [--options of theirs]`: each benchmark on its own; all of them write bench/results.md.
import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureBrowser, ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBrowser()
await ensureBuilt()

const all = readdirSync(join(root, 'bench'))
  .filter((name) => /^[a-z]+\.ts$/.test(name))
  .map((name) => name.slice(0, -3))
const args = process.argv.slice(2)
const names = args.slice(0, args.findIndex((arg) => arg.startsWith('--')) >>> 0)
const options = args.slice(names.length)
const wanted = names.length ? names : all
const sections = []
for (const name of wanted) {
  process.stderr.write(`bench ${name} …\n`)
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', join('bench', `${name}.ts`), ...options], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) {
    process.stderr.write(`error bench-failed: ${name} ended with status ${status}\n`)
    process.exitCode = 1
    continue
  }
  process.stdout.write(stdout)
  sections.push(stdout.trim())
}
if (!args.length && !process.exitCode) {
  const head = `# Results\n\nMeasured ${new Date().toISOString().slice(0, 10)} by \`npm run bench\`: ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}. Ratios are ours / theirs, medians of interleaved runs; absolute times do not travel between machines.\n`
  writeFileSync(join(root, 'bench', 'results.md'), `${[head, ...sections].join('\n\n')}\n`)
}
