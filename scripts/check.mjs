// `npm run check`: everything that is fast enough to run all day. Prints one line a step and what failed.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

const projects = ['packages', 'apps']
  .flatMap((floor) => readdirSync(join(root, floor)).map((room) => `${floor}/${room}`))
  .concat('tests', 'bench')

export const steps = {
  format: () => sh('npx', ['oxfmt', '--check', '.']),
  lint: () => sh('npx', ['oxlint', '--type-aware', '--deny-warnings', '.']),
  types: () =>
    inTurn(projects.filter((path) => existsSync(join(root, path, 'tsconfig.json'))).map((path) => () => sh('npx', ['tsc', '-p', path]))),
  'dead code': () => sh('npx', ['knip', '--no-progress']),
  size: () => sh(process.execPath, ['scripts/size.mjs']),
  unit: () => sh('npx', ['vitest', 'run', '--project', 'node', '--reporter', 'dot']),
}

function sh(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
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

/** Runs the named steps one after the other; resolves to how many failed. */
export async function check(names = Object.keys(steps)) {
  let failed = 0
  for (const name of names) {
    const startedMs = Date.now()
    const { ok, output } = await steps[name]()
    process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)\n`)
    if (!ok) process.stdout.write(`${output}\n`)
    if (!ok) failed++
  }
  return failed
}

if (process.argv[1] === import.meta.filename) {
  ensureInstalled()
  process.exitCode = (await check(process.argv.length > 2 ? process.argv.slice(2) : undefined)) ? 1 : 0
}
