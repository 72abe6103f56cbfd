// `npm run dev`: server (restarted when a source changes) on 4700, dashboard with hot reload on 4701.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBuilt(['packages/recorder', 'packages/player', 'apps/demo-shop', 'apps/dashboard'])
const port = process.env.PORT ?? '4700'
const children = [
  spawn(process.execPath, ['--import', 'tsx', '--watch', '--watch-preserve-output', 'apps/server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn('npx', ['vite', '--port', String(Number(port) + 1)], {
    cwd: join(root, 'apps/dashboard'),
    stdio: 'inherit',
    env: { ...process.env, PLAYHEAD_DEV_API: `http://localhost:${port}` },
  }),
]
const stop = () => children.forEach((child) => child.kill('SIGTERM'))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
for (const child of children) child.on('exit', stop)
