// As the bare server, but each chunk is a file of its own, synced by itself.
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'

let made = 0
async function keep(body) {
  const file = await open(join(process.argv[2], String(made++)), 'wx')
  await file.writeFile(body)
  await file.datasync()
  await file.close()
}
createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', async () => {
    await keep(Buffer.concat(parts))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
  })
}).listen(0, '127.0.0.1', function () {
  process.stdout.write(`ready: http://127.0.0.1:${this.address().port}\n`)
})
