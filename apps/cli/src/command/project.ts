import { ApiError, origin as originSchema } from '@playhead/api'
import type { Command } from 'commander'
import { withMetadata } from '../data-dir.ts'
import { formatTable, type Output } from '../output.ts'

export function addProject(program: Command, output: Output): void {
  const project = program.command('project').description('the sites that are recorded')

  project
    .command('create <name>')
    .description('add a site')
    .requiredOption('--origin <url...>', 'origin whose pages may send recordings, e.g. https://shop.example')
    .action(async (name: string, { origin }: { origin: string[] }) => {
      const origins = origin.map(readOrigin)
      const { id, name: kept, writeKey } = await withMetadata((metadata) => metadata.projects.create({ name, origins }))
      output.print({ id, name: kept, writeKey }, `${kept} is project ${id}.\nIts snippet carries data-key="${writeKey}".`)
    })

  project
    .command('list')
    .description('list the sites')
    .action(async () => {
      const items = await withMetadata((metadata) => metadata.projects.list())
      output.print(
        { items },
        formatTable([
          ['ID', 'NAME', 'ORIGINS', 'WRITE KEY'],
          ...items.map(({ id, name, origins, writeKey }) => [id, name, origins.join(' '), writeKey]),
        ]),
      )
    })
}

/** A pasted address is fine: only its origin counts. */
function readOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : text
  const { success } = originSchema.safeParse(origin)
  if (!success) throw new ApiError('bad-request', `"${text}" is not an origin such as https://shop.example.`)
  return origin
}
