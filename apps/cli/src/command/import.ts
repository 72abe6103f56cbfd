import { readFile } from 'node:fs/promises'
import { ApiError } from '@playhead/api'
import { type Command, Option } from 'commander'
import { connect } from '../data-dir.ts'
import type { Output } from '../output.ts'

export function addImport(program: Command, output: Output): void {
  program
    .command('import <file>')
    .description('bring in a recording made by another recorder')
    .requiredOption('--project <id>', 'the project it becomes a session of')
    .addOption(new Option('--format <format>', 'what the file is').choices(['rrweb']).default('rrweb'))
    .action(async (file: string, { project }: { project: string }) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new ApiError('bad-file', `${file}: ${error.message}`)
      })
      const client = await connect()
      const result = await client.importRrweb(project, text)
      output.print(result, `Imported as session ${result.sessionId}.`)
    })
}
