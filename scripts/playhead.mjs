// `npm run -s playhead -- <command>`: the command line, built when it is not.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBuilt(process.argv[2] === 'demo' ? ['apps/cli', 'apps/demo-shop'] : ['apps/cli'])
await import(pathToFileURL(join(root, 'apps/cli/dist/playhead.mjs')).href)
