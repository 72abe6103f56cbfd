import { ApiError } from '@playhead/api'
import { StoreError } from '@playhead/store'
import { WireError } from '@playhead/wire'
import { Command, CommanderError } from 'commander'
import { addDemo } from './command/demo.ts'
import { addDoctor } from './command/doctor.ts'
import { addExport } from './command/export.ts'
import { addImport } from './command/import.ts'
import { addInspect } from './command/inspect.ts'
import { addProject } from './command/project.ts'
import { addReindex } from './command/reindex.ts'
import { addToken } from './command/token.ts'
import { createOutput } from './output.ts'

const words = process.argv.slice(2)
const output = createOutput({ isJson: words.includes('--json') })

const program = new Command('playhead')
  .description('Session replay and heatmaps that you run yourself. Data is in PLAYHEAD_DATA (./data).')
  .option('--json', 'print one JSON document')
  .exitOverride()
  .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) })
for (const add of [addProject, addToken, addDemo, addImport, addExport, addInspect, addReindex, addDoctor]) add(program, output)

try {
  // --json is allowed anywhere, because people append it.
  await program.parseAsync(
    words.filter((word) => word !== '--json'),
    { from: 'user' },
  )
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const [code, message] = explain(error)
    output.fail(code, message)
    process.exitCode = 1
  }
}

function explain(error: unknown): [code: string, message: string] {
  if (error instanceof ApiError || error instanceof StoreError || error instanceof WireError) return [error.code, error.message]
  const { code, message } = error as NodeJS.ErrnoException
  return [code ?? 'internal', message ?? String(error)]
}
