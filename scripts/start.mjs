// `npm start`: install and build what is missing, then serve, all in this process.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled, root } from './install.mjs'

// Before the minutes that a first build takes.
const port = Number(process.env.PORT ?? 4700)
if (port > 0 && port < 65_536 && (await isTaken(port))) {
  process.stderr.write(`error port-taken: Port ${port} is taken; set PORT to a free one.\n`)
  process.exit(1)
}
ensureInstalled()
await ensureBuilt()
await import(pathToFileURL(join(root, 'apps/server/dist/server.mjs')).href)

function isTaken(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ code }) => resolve(code === 'EADDRINUSE'))
    server.listen({ port, host: process.env.PLAYHEAD_HOST }, () => server.close(() => resolve(false)))
  })
}
