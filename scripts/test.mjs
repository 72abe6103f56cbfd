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
// One project after the other: browsers, servers and kill -9 beside each other would only time each other out.
for (const project of ['node', 'system', 'browser', 'e2e']) {
  const first = await vitest(project)
  // What drives browsers and servers is run once more, alone, when it fails, and is named even if it passes then.
  const files = [...new Set(first.failures.map(({ file }) => file))]
  const again = first.failures.length && project !== 'node' && files.every(Boolean) ? await vitest(project, files) : first
  const names = new Set(again.failures.map(({ name }) => name))
  for (const { name, why } of first.failures)
    notes.push(`${names.has(name) ? 'FAIL' : 'FAILED ONCE, passed alone:'} ${project} ${name}\n     ${why}`)
  for (const { name, why } of again.failures)
    if (!first.failures.some((failure) => failure.name === name)) notes.push(`FAIL ${project} ${name}, when run again\n     ${why}`)
  for (const name of first.skipped) notes.push(`NOT RUN ${project} ${name}`)
  failed += again.failures.length
  passed += first.passed + Math.max(0, first.failures.length - again.failures.length)
}
rmSync(folder, { recursive: true, force: true })
for (const note of notes) process.stdout.write(`${note}\n`)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed ? 1 : 0

/** Runs a project, or these files of it; resolves to how many tests passed, what was skipped, and each failure: `{name, why, file}`. */
async function vitest(project, files = []) {
  const report = join(folder, 'report.json')
  const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`]
  const status = await new Promise((resolve) => {
    spawn('npx', ['vitest', 'run', '--project', project, ...reporters, ...files], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    }).on('close', resolve)
  })
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const failures = testResults.flatMap(failuresOf)
    if (!failures.length && (status !== 0 || !testResults.length)) failures.push({ name: '(no test)', why: `vitest ended with ${status}` })
    return { passed: numPassedTests, skipped: testResults.flatMap(skippedOf), failures }
  } catch {
    return { passed: 0, skipped: [], failures: [{ name: '(no report)', why: `vitest ended with ${status}` }] }
  } finally {
    rmSync(report, { force: true })
  }
}

function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failures = assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => ({ file, name: `${file}: ${test.fullName}`, why: firstLines(test.failureMessages.join('\n')) }))
  // A file that does not load has no tests to count as failed, and still is a failure.
  if (status === 'failed' && !failures.length) failures.push({ file, name: file, why: firstLines(message) })
  return failures
}

/** What cannot run here (a server that is not installed) says why in its name. */
function skippedOf({ name, assertionResults }) {
  const skipped = assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending')
  return [...new Set(skipped.map(({ ancestorTitles, title }) => `${relative(root, name)}: ${ancestorTitles[0] ?? title}`))]
}

function firstLines(text) {
  return text.split('\n').slice(0, 6).join('\n     ')
}
