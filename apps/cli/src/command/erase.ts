import { ApiError, type ErasureReceipt, type ErasureRequest } from '@playhead/api'
import type { Command } from 'commander'
import { checkProject, withBackend } from '../backend.ts'
import { countOf, type Output } from '../output.ts'
import { sizeText } from '../progress.ts'

type Options = Partial<Record<ErasureRequest['subject'] | 'project', string>>

export function addEraseCommand(program: Command, output: () => Output): void {
  program
    .command('erase')
    .option('--session <id>', 'one session')
    .option('--visitor <id>', 'all sessions of a browser, by the recorder’s id of it')
    .option('--user <id>', 'all sessions in which the site named this user')
    .option('--project <id>', 'where; default: in every project')
    .description('erase sessions for good, their bytes too; nothing of them is taken any more')
    .action(async (options: Options) => {
      const [subject, ...others] = (['session', 'visitor', 'user'] as const).filter((name) => options[name] !== undefined)
      if (!subject || others.length) program.error('error: name one of --session, --visitor and --user')
      const subjectId = options[subject]!
      const receipts = await withBackend(async (backend) => {
        // A typo must not read as "nothing of them is held".
        if (options.project !== undefined) await checkProject(backend, options.project)
        const found: ErasureReceipt[] = []
        for (const project of options.project === undefined ? await backend.projectIds() : [options.project]) {
          const receipt = await backend.erase(project, { subject, subjectId })
          if (receipt) found.push(receipt)
        }
        return found
      })
      if (!receipts.length) throw new ApiError('not-found', `Nothing of ${subject} ${subjectId} is stored.`)
      output().result({ items: receipts }, () => receipts.map(textOf).join('\n'))
    })
}

const textOf = ({ id, project, sessions, at, logRecords, logBytes, recordingFiles, assets, notes }: ErasureReceipt): string =>
  [
    `Erased ${countOf(sessions.length, 'session')} of ${project} at ${at}: ${sessions.join(' ')}`,
    `  ${countOf(logRecords, 'record')} of the log (${sizeText(logBytes)}), ${countOf(recordingFiles, 'recording file')}, ${countOf(assets, 'asset')}, ${countOf(notes, 'note')}, all rows`,
    `  Receipt ${id}. Backups made before still hold them.`,
  ].join('\n')
