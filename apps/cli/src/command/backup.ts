import { ApiError, readEnvironment } from '@playhead/api'
import { createBackup, restoreBackup } from '@playhead/store'
import type { Command } from 'commander'
import { describeDamage } from '../damage.ts'
import { countOf, type Output } from '../output.ts'
import { dataDirOf, existingDataDir, pathFromPerson } from '../place.ts'
import { createProgress, sizeText } from '../progress.ts'

/** Half a backup would be taken for a whole one. */
function refuseElsewhere(what: string): void {
  const { postgresUrl, s3Url, clickhouse } = readEnvironment(process.env)
  const places = { PLAYHEAD_POSTGRES_URL: postgresUrl, PLAYHEAD_S3_URL: s3Url, PLAYHEAD_CLICKHOUSE_URL: clickhouse }
  const elsewhere = Object.entries(places).flatMap(([name, place]) => (place === undefined ? [] : [name]))
  if (elsewhere.length)
    throw new ApiError(
      'bad-environment',
      `${what}, but ${elsewhere.join(' and ')} says that a part is elsewhere. docs/deploy.md says how to back that up.`,
    )
}

export function addBackupCommands(program: Command, output: () => Output): void {
  program
    .command('backup')
    .argument('<dir>', 'a folder that is not there yet, or empty')
    .description('copy everything that cannot be made anew, beside a running server or without one')
    .action(async (folder: string) => {
      refuseElsewhere('A backup copies a data directory')
      const to = pathFromPerson(folder)
      const progress = createProgress('Copying', output())
      const startedMs = Date.now()
      const result = await createBackup({ dir: existingDataDir(), to, onProgress: progress.tell }).finally(progress.end)
      const { damages, unlike, ...made } = result
      const damaged = describeDamage({ damages, unlike })
      output().result(
        { dir: to, ...made, damaged, tookMs: Date.now() - startedMs },
        () => `Backed up ${countOf(made.files, 'file')}, ${sizeText(made.sizeBytes)}, as of ${made.createdAt}, to ${to}`,
      )
      if (damaged.length)
        output().note(
          `warning: ${countOf(damaged.length, 'damaged place')} in the log was copied as it is; \`playhead verify\` names file and place`,
        )
    })
  program
    .command('restore')
    .argument('<dir>', 'a backup')
    .description('make a data directory (PLAYHEAD_DATA) of a backup; every file is checked on the way')
    .action(async (folder: string) => {
      refuseElsewhere('A backup is restored into a data directory')
      const [backupDir, dir] = [pathFromPerson(folder), dataDirOf()]
      const progress = createProgress('Restoring', output())
      const made = await restoreBackup({ backupDir, dir, onProgress: progress.tell }).finally(progress.end)
      output().result(
        { dir, ...made },
        () =>
          `Restored ${countOf(made.files, 'file')}, ${sizeText(made.sizeBytes)}, as of ${made.createdAt}, into ${dir}\nThe index is built when a server starts on it.`,
      )
    })
}
