import { type Command, InvalidArgumentError } from 'commander'
import { noProject } from '../backend.ts'
import { type Output, renderTable } from '../output.ts'
import { withMetadata } from './project.ts'

function readLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new InvalidArgumentError('must be a number from 1 to 1000')
  return limit
}

interface Options {
  readonly project: string
  readonly limit: number
  readonly cursor?: string
}

export function addViewsCommand(program: Command, output: () => Output): void {
  program
    .command('views')
    .requiredOption('--project <id>', 'whose recordings')
    .option('--limit <count>', 'how many', readLimit, 100)
    .option('--cursor <cursor>', 'go on where the list before ended')
    .description('list who watched which recording, and when, latest first')
    .action(async ({ project, ...page }: Options) => {
      const found = await withMetadata(async (metadata) => {
        if (!(await metadata.projects.byId(project))) throw noProject(project)
        return metadata.views.list(project, page)
      })
      output().result(found, () => renderTable([['AT', 'SESSION', 'BY'], ...found.items.map(({ at, session, by }) => [at, session, by])]))
      if (found.nextCursor !== null) output().note(`More: --cursor ${found.nextCursor}`)
    })
}
