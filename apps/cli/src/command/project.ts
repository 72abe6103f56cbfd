import { ApiError, origin as originSchema, originFromAddress } from '@playhead/api'
import { makePrivateDir, type Metadata, type MetadataPlace, openMetadata } from '@playhead/store'
import { type Command, InvalidArgumentError } from 'commander'
import { type Output, renderTable } from '../output.ts'
import { dataDirOf, existingMetadata, isCluster, metadataPlaceOf, refuseUnreadable } from '../place.ts'

/** The database serves several processes: these commands need no server, and do not mind one. */
export async function withMetadata<T>(work: (metadata: Metadata) => Promise<T>, place: MetadataPlace = existingMetadata()): Promise<T> {
  const metadata = await openMetadata(place)
  try {
    return await work(metadata)
  } finally {
    await metadata.close()
  }
}

/** The first project may come before the first start; a cluster has no directory. */
function makeDataDir(): string {
  const dir = dataDirOf()
  if (isCluster()) return dir
  try {
    makePrivateDir(dir)
  } catch {
    throw new ApiError('dir-unwritable', dir)
  }
  refuseUnreadable(dir)
  return dir
}

function collectOrigin(text: string, origins: string[] = []): string[] {
  const written = text.replace(/\/$/, '')
  const taken = originFromAddress(written)
  // Only an address of this machine may leave out the scheme; elsewhere a script should say which one it means.
  const parsed = originSchema.safeParse(taken === `http://${written}` ? taken : written)
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
      const { origin: origins } = options
      const { id, writeKey } = await withMetadata((metadata) => metadata.projects.create({ name, origins }), metadataPlaceOf(makeDataDir()))
      output().result(
        { id, name, writeKey },
        () => `Project ${id} (${name})\nWrite key ${writeKey}\nAccepts recordings from ${origins.join(' ')}`,
      )
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
