// `npm run privacy [-- chromium|firefox [words]]`: canaries in hundreds of places of a page, searched for in all that leaves it and all that is kept.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureBrowser, ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBrowser()
await ensureBuilt(['packages/recorder', 'packages/player', 'apps/server', 'apps/cli', 'apps/dashboard', 'apps/demo-shop'])
const args = ['--import', 'tsx', join('tests', 'privacy', 'main.ts'), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
