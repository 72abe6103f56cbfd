// Builds every room that ships files, each by its own build.ts, and only when its sources have changed.
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled, fail, root } from './install.mjs'

/** Room → the rooms whose sources end up in its files. */
const rooms = {
  'packages/recorder': ['packages/wire'],
  'packages/player': ['packages/wire'],
  'apps/server': ['packages/wire', 'packages/analysis', 'packages/filter', 'packages/store', 'packages/api'],
  'apps/cli': ['packages/wire', 'packages/analysis', 'packages/filter', 'packages/store', 'packages/api'],
  'apps/demo-shop': ['packages/chromium'],
  'apps/clip': ['packages/chromium'],
  'apps/dashboard': ['packages/wire', 'packages/analysis', 'packages/filter', 'packages/api', 'packages/player'],
}

export async function ensureBuilt(only = Object.keys(rooms), { force = false } = {}) {
  const stale = only.filter((room) => force || !isFresh(room))
  if (stale.length) process.stderr.write(`Building ${stale.map((room) => room.split('/')[1]).join(', ')} …\n`)
  await Promise.all(stale.map(buildRoom))
}

const stampOf = (room) => join(root, room, 'dist', '.stamp')
const isFresh = (room) => existsSync(stampOf(room)) && readFileSync(stampOf(room), 'utf8') === hashSources(room)

function hashSources(room) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of [room, ...rooms[room]]) {
    for (const file of listFiles(join(root, folder))) hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist' && !entry.name.includes('.test.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
}

function buildRoom(room) {
  const stamp = hashSources(room)
  const script = pathToFileURL(join(root, room, 'build.ts')).href
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', `await (await import(${JSON.stringify(script)})).build()`],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (output += data))
  return new Promise((resolve) => {
    child.on('close', (status) => {
      if (status !== 0) fail('build-failed', `${room} did not build:\n${output}`)
      mkdirSync(dirname(stampOf(room)), { recursive: true })
      writeFileSync(stampOf(room), stamp)
      resolve()
    })
  })
}

if (process.argv[1] === import.meta.filename) {
  ensureInstalled()
  await ensureBuilt(undefined, { force: process.argv.includes('--force') })
}
