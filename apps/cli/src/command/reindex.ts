import { openStore } from '@playhead/store'
import type { Command } from 'commander'
import { dataDir } from '../data-dir.ts'
import type { Output } from '../output.ts'

export function addReindex(program: Command, output: Output): void {
  program
    .command('reindex')
    .description('build the index again from the log; stop the server first')
    .action(async () => {
      const store = await openStore({ dir: dataDir(), onNotice: output.tell })
      try {
        const { chunks, sessions } = await store.reindex()
        output.print({ chunks, sessions }, `Indexed ${chunks} chunks of ${sessions} sessions.`)
      } finally {
        await store.close()
      }
    })
}
