// `npm test`: everything that CI runs. The last line is `N passed, N failed`; the lines above it name what failed.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { check, steps } from './check.mjs'
import { ensureBrowser, ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBrowser()
await ensureBuilt()

const fast = Object.keys(steps).filter((name) => name !== 'unit')
const failedSteps = await check(fast)

const folder = mkdtempSync(join(tmpdir(), 'playhead-test-'))
let passed = fast.length - failedSteps
let failed = failedSteps
const notes = []
const times = []
// One project after the other: browsers, servers and kill -9 beside each other would only time each other out.
for (const project of ['node', 'system', 'browser', 'corpus', 'e2e']) {
  const first = await vitest(project)
  // What drives browsers and servers is run once more, alone, when it fails, and is named even if it passes then.
  const isWorthIt = first.failures.length && project !== 'node' && first.failures.every(({ file }) => file)
  const second = isWorthIt ? await vitest(project, argumentsFor(first.failures)) : first
  // One that was not run a second time has not passed.
  const again = second.passed + second.failures.length < first.failures.length ? first : second
  const names = new Set(again.failures.map(({ name }) => name))
  for (const { name, why } of first.failures)
    notes.push(`${names.has(name) ? 'FAIL' : 'FAILED ONCE, passed alone:'} ${project} ${name}\n     ${why}`)
  for (const { name, why } of again.failures)
    if (!first.failures.some((failure) => failure.name === name)) notes.push(`FAIL ${project} ${name}, when run again\n     ${why}`)
  for (const name of first.skipped) notes.push(`NOT RUN ${project} ${name}`)
  times.push(`${project} ${first.seconds} s (${first.slowest})`)
  failed += again.failures.length
  passed += first.passed + Math.max(0, first.failures.length - again.failures.length)
}
rmSync(folder, { recursive: true, force: true })
for (const line of [...times, ...notes]) process.stdout.write(`${line}\n`)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed ? 1 : 0

/** The failed tests and no others; a file that did not load as a whole. */
function argumentsFor(failures) {
  const files = [...new Set(failures.map(({ file }) => file))]
  const titles = failures.map(({ title }) => title)
  if (!titles.every(Boolean)) return files
  return [...files, '-t', titles.map((title) => `^${title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`).join('|')]
}

/**
 * Runs a project, or what these arguments leave of it; resolves to how many tests passed, what was skipped, and each
 * failure: `{name, why, file, title}`, without `title` where no test could begin; and how long it took, and its slowest files.
 */
async function vitest(project, chosen = []) {
  const report = join(folder, 'report.json')
  const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`]
  const startMs = Date.now()
  const status = await new Promise((resolve) => {
    spawn('npx', ['vitest', 'run', '--project', project, ...reporters, ...chosen], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    }).on('close', resolve)
  })
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const failures = testResults.flatMap(failuresOf)
    if (!failures.length && (status !== 0 || !testResults.length)) failures.push({ name: '(no test)', why: `vitest ended with ${status}` })
    const slowest = testResults
      .map(timeOf)
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, 3)
      .map(({ file, seconds }) => `${file} ${seconds}`)
      .join(', ')
    return { passed: numPassedTests, skipped: testResults.flatMap(skippedOf), failures, seconds: secondsSince(startMs), slowest }
  } catch {
    const failures = [{ name: '(no report)', why: `vitest ended with ${status}` }]
    return { passed: 0, skipped: [], failures, seconds: secondsSince(startMs), slowest: '' }
  } finally {
    rmSync(report, { force: true })
  }
}

function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failures = assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => ({ file, title: test.fullName, name: `${file}: ${test.fullName}`, why: firstLines(test.failureMessages.join('\n')) }))
  // A file that does not load has no tests to count as failed, and still is a failure.
  if (status === 'failed' && !failures.length) failures.push({ file, name: file, why: firstLines(message) })
  return failures
}

/** What cannot run here (a server that is not installed) says why in its name. */
function skippedOf({ name, assertionResults }) {
  const skipped = assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending')
  return [...new Set(skipped.map(({ ancestorTitles, title }) => `${relative(root, name)}: ${ancestorTitles[0] ?? title}`))]
}

function timeOf({ name, startTime, endTime }) {
  return { file: relative(root, name), seconds: Math.round((endTime - startTime) / 1000) }
}

function secondsSince(ms) {
  return Math.round((Date.now() - ms) / 1000)
}

function firstLines(text) {
  return text.split('\n').slice(0, 6).join('\n     ')
}
