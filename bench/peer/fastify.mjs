// As the bare server, in fastify.
import fastify from 'fastify'
import { openGroupCommit } from './group-commit.mjs'

const commit = await openGroupCommit(process.argv[2])
const app = fastify({ bodyLimit: 1 << 20 })
app.addContentTypeParser('text/plain', { parseAs: 'buffer' }, (request, body, done) => done(null, body))
app.post('/', (request, reply) => {
  commit(request.body, () => reply.type('application/json').send('{"ok":true}'))
})
process.stdout.write(`ready: ${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
