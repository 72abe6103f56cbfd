import { ApiError } from '@playhead/api'
import type { Metadata, Role } from '@playhead/store'
import { type Command, Option } from 'commander'
import { noProject } from '../backend.ts'
import { type Output, renderTable } from '../output.ts'
import { withMetadata } from './project.ts'

export function addTokenCommands(program: Command, output: () => Output): void {
  const token = program.command('token').description('create, list and revoke API tokens')
  token
    .command('create')
    .requiredOption('--project <id>', 'the one project it may see')
    .addOption(new Option('--role <role>', 'what it may do').choices(['viewer', 'member', 'admin']).default('viewer'))
    .description('create a token; it is shown once')
    .action(async (options: { project: string; role: Role }) => {
      const made = await withProject(options.project, (metadata) => metadata.tokens.create(options))
      output().result({ id: made.id, token: made.token }, () => made.token)
      output().note(`Its id is ${made.id}: \`playhead token revoke ${made.id}\` ends it.`)
    })
  token
    .command('list')
    .requiredOption('--project <id>', 'whose tokens')
    .description('list the tokens of a project: what they may do, not what they are')
    .action(async ({ project }: { project: string }) => {
      const items = await withProject(project, (metadata) => metadata.tokens.list(project))
      output().result({ items }, () =>
        renderTable([['ID', 'ROLE', 'CREATED'], ...items.map(({ id, role, createdAt }) => [id, role, createdAt])]),
      )
    })
  token
    .command('revoke')
    // An id of an earlier version may begin with a dash.
    .allowUnknownOption()
    .argument('<id>', 'as `token list` shows it')
    .description('end a token; whoever sends it is refused from then on')
    .action(async (id: string) => {
      if (!(await withMetadata((metadata) => metadata.tokens.revoke(id))))
        throw new ApiError('not-found', `No token has the id ${JSON.stringify(id)}; \`playhead token list\` shows them.`)
      output().result({ revoked: id }, () => `Token ${id} is revoked.`)
    })
}

function withProject<T>(project: string, work: (metadata: Metadata) => Promise<T>): Promise<T> {
  return withMetadata(async (metadata) => {
    const ids = (await metadata.projects.list()).map(({ id }) => id)
    if (!ids.includes(project)) throw noProject(project, ids)
    return work(metadata)
  })
}
