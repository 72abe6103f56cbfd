// Installs what a fresh clone lacks. Uses nothing but Node, because nothing else is there yet.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Ends with one sentence on stderr. */
export function fail(code, message) {
  process.stderr.write(`error ${code}: ${message}\n`)
  process.exit(1)
}

/** Runs a command with its output on stderr, so that stdout stays the caller's. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  return !error && status === 0
}

export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) fail('old-node', `Playhead needs Node 20.19 or newer; this is ${process.versions.node}.`)
  const installed = join(root, 'node_modules', '.package-lock.json')
  const wanted = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  if (existsSync(installed) && sameLock(installed, wanted)) return
  process.stderr.write('Installing dependencies (once; about a minute) …\n')
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) fail('install-failed', 'npm ci did not finish; its output is above.')
}

/** A clone gives every file today's date, so an older install may still be the wanted one. */
function sameLock(installed, wanted) {
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages
  const want = JSON.parse(readFileSync(wanted, 'utf8')).packages
  return Object.entries(want).every(([path, { version, link, optional }]) => !path || link || optional || have[path]?.version === version)
}

const browserPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export async function findBrowser() {
  const found = [process.env.PLAYHEAD_CHROMIUM, ...browserPaths].find((path) => path && existsSync(path))
  if (found) return found
  const { chromium } = await import('playwright-core')
  const own = chromium.executablePath()
  return own && existsSync(own) ? own : null
}

/** The tests need a Chromium: the system's, Debian's when we are root (with its shell, which opens pages in a third of the time), else Playwright's own. */
export async function ensureBrowser() {
  if (await findBrowser()) return
  process.stderr.write('Installing Chromium for the tests …\n')
  const isRoot = process.getuid?.() === 0
  if (isRoot && hasApt()) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'chromium', 'chromium-headless-shell', 'fonts-liberation'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  if (!(await findBrowser())) run('npx', ['playwright', 'install', 'chromium'])
  if (!(await findBrowser())) fail('no-browser', 'no Chromium found; install one and set PLAYHEAD_CHROMIUM to its path.')
}

function hasApt() {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
