// `npm run faults [-- <row>… --short --count <n>]`: what is lost when machines, disks and networks fail; one line a row.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBuilt(['apps/server', 'apps/cli'])
const args = ['--import', 'tsx', join('tests', 'faults', 'main.ts'), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
