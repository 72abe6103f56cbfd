import { ApiError } from '@playhead/api'
import { StoreError } from '@playhead/store'
import { Command, CommanderError } from 'commander'
import { addAccountCommands } from './command/account.ts'
import { addBackupCommands } from './command/backup.ts'
import { addDataCommands } from './command/data.ts'
import { addDemoCommand } from './command/demo.ts'
import { addDoctorCommand } from './command/doctor.ts'
import { addEraseCommand } from './command/erase.ts'
import { addExchangeCommands } from './command/exchange.ts'
import { addInspectCommand } from './command/inspect.ts'
import { addProjectCommands } from './command/project.ts'
import { addTokenCommands } from './command/token.ts'
import { addViewsCommand } from './command/view.ts'
import { createOutput, type Output } from './output.ts'

const program = new Command('playhead')
  .description('Session replay and heatmaps that a team runs itself')
  .option('--json', 'print the result as JSON')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'error usage: ')) })

const output = (): Output => createOutput(program.opts<{ json?: boolean }>().json === true)

addProjectCommands(program, output)
addTokenCommands(program, output)
addAccountCommands(program, output)
addExchangeCommands(program, output)
addInspectCommand(program, output)
addDataCommands(program, output)
addBackupCommands(program, output)
addEraseCommand(program, output)
addViewsCommand(program, output)
addDoctorCommand(program, output)
addDemoCommand(program, output)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = explain(error)
}

/** The table's sentence of what is not found speaks to those who may not see everything; whoever has a shell may. */
function sentenceOf(error: ApiError | StoreError): string {
  const detail = error instanceof ApiError && error.code === 'not-found' ? error.detail : undefined
  return detail ?? error.message
}

/** Says what went wrong in one line on stderr; returns the exit status: 1, or 2 when the command was not understood. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof ApiError || error instanceof StoreError) process.stderr.write(`error ${error.code}: ${sentenceOf(error)}\n`)
  else process.stderr.write(`error internal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}
