// The least that a server must do which acknowledges after a sync: read the body, gather, write, sync, answer.
import { createServer } from 'node:http'
import { openGroupCommit } from './group-commit.mjs'

const commit = await openGroupCommit(process.argv[2])
createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () =>
    commit(Buffer.concat(parts), () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')),
  )
}).listen(0, '127.0.0.1', function () {
  process.stdout.write(`ready: http://127.0.0.1:${this.address().port}\n`)
})
