import { writeFile } from 'node:fs/promises'
import { ApiError, type Client } from '@playhead/api'
import { type Command, Option } from 'commander'
import { connect } from '../data-dir.ts'
import type { Output } from '../output.ts'

type Format = 'rrweb' | 'ndjson' | 'html'

export function addExport(program: Command, output: Output): void {
  program
    .command('export <sessionId>')
    .description('take a session out')
    .addOption(
      new Option('--format <format>', 'rrweb: plays in rrweb’s Replayer; ndjson: its signals, a line each')
        .choices(['rrweb', 'ndjson', 'html'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'where to write it')
    .action(async (sessionId: string, { format, out }: { format: Format; out: string }) => {
      if (format === 'html') throw new ApiError('not-yet', 'Export rrweb or ndjson.')
      const client = await connect()
      const project = await findProject(client, sessionId)
      const text =
        format === 'rrweb'
          ? await client.sessions.exportRrweb(project, sessionId)
          : (await client.sessions.events(project, sessionId)).map((event) => `${JSON.stringify(event)}\n`).join('')
      await writeFile(out, text).catch((error: NodeJS.ErrnoException) => {
        throw new ApiError('bad-file', `${out}: ${error.message}`)
      })
      output.print({ sessionId, format, file: out, sizeBytes: Buffer.byteLength(text) }, `Wrote ${out}.`)
    })
}

/** A session id is enough for a person: ask each project whether it is theirs. */
async function findProject(client: Client, sessionId: string): Promise<string> {
  const { items } = await client.projects.list()
  for (const { id } of items) {
    try {
      await client.sessions.get(id, sessionId)
      return id
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'not-found')) throw error
    }
  }
  throw new ApiError('not-found', `No project has a session ${sessionId}.`)
}
