import { ApiError } from '@playhead/api'
import type { Role } from '@playhead/store'
import { type Command, Option } from 'commander'
import { withMetadata } from '../data-dir.ts'
import type { Output } from '../output.ts'

export function addToken(program: Command, output: Output): void {
  program
    .command('token')
    .description('what scripts carry to read the API')
    .command('create')
    .description('make a token; it is shown this once')
    .requiredOption('--project <id>', 'the project it may see')
    .addOption(new Option('--role <role>', 'what it may do').choices(['viewer', 'member', 'admin']).default('viewer'))
    .action(async ({ project, role }: { project: string; role: Role }) => {
      const { token } = await withMetadata(async (metadata) => {
        if (!(await metadata.projects.byId(project))) throw new ApiError('not-found', `No project has the id "${project}".`)
        return metadata.tokens.create({ project, role })
      })
      output.print({ token }, token)
    })
}
