import type { Role } from '@playhead/store'
import { type Command, Option } from 'commander'
import { noProject } from '../backend.ts'
import type { Output } from '../output.ts'
import { withMetadata } from './project.ts'

export function addTokenCommands(program: Command, output: () => Output): void {
  program
    .command('token')
    .description('create API tokens')
    .command('create')
    .requiredOption('--project <id>', 'the one project it may see')
    .addOption(new Option('--role <role>', 'what it may do').choices(['viewer', 'member', 'admin']).default('viewer'))
    .description('create a token; it is shown once')
    .action(async (options: { project: string; role: Role }) => {
      const token = await withMetadata(async (metadata) => {
        if (!(await metadata.projects.byId(options.project)))
          throw noProject(
            options.project,
            (await metadata.projects.list()).map(({ id }) => id),
          )
        return (await metadata.tokens.create(options)).token
      })
      output().result({ token }, () => token)
    })
}
