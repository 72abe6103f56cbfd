import { ApiError, origin as originSchema } from '@playhead/api'
import { type Metadata, openMetadata } from '@playhead/store'
import { type Command, InvalidArgumentError } from 'commander'
import { mkdirSync } from 'node:fs'
import { type Output, renderTable } from '../output.ts'
import { dataDirOf } from '../place.ts'

/** SQLite serves several processes: these commands need no server, and do not mind one. */
export async function withMetadata<T>(work: (metadata: Metadata) => Promise<T>): Promise<T> {
  const dir = dataDirOf()
  try {
    mkdirSync(dir, { recursive: true })
  } catch {
    throw new ApiError('dir-unwritable', dir)
  }
  const metadata = openMetadata({ dir })
  try {
    return await work(metadata)
  } finally {
    await metadata.close()
  }
}

function collectOrigin(text: string, origins: string[] = []): string[] {
  const parsed = originSchema.safeParse(text.replace(/\/$/, ''))
  if (!parsed.success) throw new InvalidArgumentError(`"${text}" ${parsed.error.issues[0]?.message ?? ''}`)
  return [...origins, parsed.data]
}

export function addProjectCommands(program: Command, output: () => Output): void {
  const project = program.command('project').description('create and list projects')
  project
    .command('create')
    .argument('<name>', 'what people call the site')
    .requiredOption('--origin <url...>', 'origin that the site sends from, such as https://shop.example.com', collectOrigin)
    .description('create a project and its write key')
    .action(async (name: string, options: { origin: string[] }) => {
      const { id, writeKey } = await withMetadata((metadata) => metadata.projects.create({ name, origins: options.origin }))
      output().result({ id, name, writeKey }, () => `Project ${id} (${name})\nWrite key ${writeKey}`)
    })
  project
    .command('list')
    .description('list all projects')
    .action(async () => {
      const items = await withMetadata((metadata) => metadata.projects.list())
      output().result({ items }, () =>
        renderTable([
          ['ID', 'NAME', 'WRITE KEY', 'ORIGINS'],
          ...items.map((item) => [item.id, item.name, item.writeKey, item.origins.join(' ')]),
        ]),
      )
    })
}
