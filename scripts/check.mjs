// `npm run check`: everything that is fast enough to run all day. Prints one line a step and what failed.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

const projects = ['packages', 'apps']
  .flatMap((floor) => readdirSync(join(root, floor)).map((room) => `${floor}/${room}`))
  .concat('tests', 'bench')

export const steps = {
  format: () => tool('oxfmt', ['--check', '.']),
  lint: () => tool('oxlint', ['--type-aware', '--deny-warnings', '.']),
  types: () =>
    inTurn(projects.filter((path) => existsSync(join(root, path, 'tsconfig.json'))).map((path) => () => tool('tsc', ['-p', path]))),
  'dead code': () => tool('knip', ['--no-progress']),
  size: () => sh(process.execPath, ['scripts/size.mjs']),
  unit: () => tool('vitest', ['run', '--project', 'node', '--reporter', 'dot']),
}

/** Steps that may run beside each other, the longest first. Tests have the machine to themselves. */
const together = ['types', 'lint', 'dead code', 'size', 'format']

/** An installed command, without npx, which takes half a second of its own. */
const tool = (name, args) => sh(join(root, 'node_modules/.bin', name), args)

function sh(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('close', (status) => resolve({ ok: status === 0, output }))
  })
}

async function inTurn(jobs) {
  const results = []
  for (const job of jobs) results.push(await job())
  return { ok: results.every(({ ok }) => ok), output: results.map(({ output }) => output).join('') }
}

/** Runs the named steps, as many at once as there are processors; resolves to how many failed. */
export async function check(names = Object.keys(steps)) {
  let failed = 0
  const run = async (name) => {
    const startedMs = Date.now()
    const { ok, output } = await steps[name]()
    process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)\n`)
    if (!ok) process.stdout.write(`${output}\n`)
    if (!ok) failed++
  }
  const waiting = together.filter((name) => names.includes(name))
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) await run(name)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  for (const name of names) if (!together.includes(name)) await run(name)
  return failed
}

if (process.argv[1] === import.meta.filename) {
  ensureInstalled()
  process.exitCode = (await check(process.argv.length > 2 ? process.argv.slice(2) : undefined)) ? 1 : 0
}
