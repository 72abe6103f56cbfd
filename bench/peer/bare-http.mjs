// The least that a server must do which acknowledges after a sync: read the body, gather, write, sync, answer.
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'

const file = await open(process.argv[2], 'a')
let waiting = []
let isRunning = false
async function run() {
  isRunning = true
  while (waiting.length) {
    const batch = waiting
    waiting = []
    await file.writev(batch.map(({ body }) => body))
    await file.datasync()
    for (const { response } of batch) response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
  }
  isRunning = false
}
createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    waiting.push({ body: Buffer.concat(parts), response })
    if (!isRunning) void run()
  })
}).listen(0, '127.0.0.1', function () {
  process.stdout.write(`ready: http://127.0.0.1:${this.address().port}\n`)
})
