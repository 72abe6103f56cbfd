// `npm test`: everything that CI runs. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { check, steps } from './check.mjs'
import { ensureBrowser, ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBrowser()
await ensureBuilt()

const fast = Object.keys(steps).filter((name) => name !== 'unit')
const failedSteps = await check(fast)

const folder = mkdtempSync(join(tmpdir(), 'playhead-test-'))
const report = join(folder, 'report.json')
// One project after the other: browsers, servers and kill -9 beside each other would only time each other out.
let passed = fast.length - failedSteps
let failed = failedSteps
for (const project of ['node', 'system', 'browser', 'e2e']) {
  const status = await vitest(project)
  try {
    const { numPassedTests, numFailedTests, numTotalTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
    passed += numPassedTests
    // A file that does not load has no tests to count as failed, and still is a failure.
    failed += Math.max(numFailedTests, status === 0 && numTotalTestSuites > 0 ? 0 : 1)
  } catch {
    failed++
  }
  rmSync(report, { force: true })
}
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed ? 1 : 0

function vitest(project) {
  const args = ['vitest', 'run', '--project', project, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`]
  return new Promise((resolve) => {
    spawn('npx', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).on('close', resolve)
  })
}
