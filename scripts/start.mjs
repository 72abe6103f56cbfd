// `npm start`: install and build what is missing, then serve, all in this process.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
await ensureBuilt()
await import(pathToFileURL(join(root, 'apps/server/dist/server.mjs')).href)
