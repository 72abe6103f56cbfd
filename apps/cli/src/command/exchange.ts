import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiError, htmlOf } from '@playhead/api'
import { type Command, Option } from 'commander'
import { type Backend, checkProject, noSession, withBackend } from '../backend.ts'
import { countOf, type Output } from '../output.ts'
import { findRoot, pathFromPerson } from '../place.ts'

/** `instead`: what a person who named a folder can do. */
export function readFile(path: string, instead = 'name a file'): Buffer {
  try {
    return readFileSync(pathFromPerson(path))
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new ApiError('bad-file', code === 'EISDIR' ? `${path} is a folder: ${instead}.` : `${path} cannot be read: ${code}`)
  }
}

export function addExchangeCommands(program: Command, output: () => Output): void {
  program
    .command('import')
    .argument('<file>', 'a recording as JSON')
    .requiredOption('--project <id>', 'the project that gets it')
    .addOption(new Option('--format <format>', 'what the file is').choices(['rrweb']).default('rrweb'))
    .description('import a recording')
    .action(async (file: string, options: { project: string }) => {
      const json = readFile(file).toString('utf8')
      const result = await withBackend(async (backend) => {
        await checkProject(backend, options.project)
        return backend.importRrweb(options.project, json)
      })
      const { unreadEvents } = result
      const lost = unreadEvents ? `; ${countOf(unreadEvents, 'event')} could not be read` : ''
      output().result(result, () => `Imported as session ${result.sessionId}${lost}`)
    })
  program
    .command('export')
    .argument('<sessionId>')
    .addOption(new Option('--format <format>', 'what to write').choices(['rrweb', 'ndjson', 'html']).makeOptionMandatory())
    .requiredOption('--out <file>', 'where to write it')
    .option('--project <id>', 'the project that has it; default: looked for in all')
    .option('--bodies', 'html: with the bodies of requests and the states of the app')
    .description('export a session')
    .action(async (session: string, options: { format: string; out: string; project?: string; bodies?: true }) => {
      const text = await withBackend(async (backend) => {
        const project = await findProject(backend, session, options.project)
        if (options.format === 'rrweb') return backend.exportRrweb(project, session)
        if (options.format === 'html') return exportHtml(backend, project, session, options.bodies ?? false)
        const events = await backend.events(project, session)
        return events.map((event) => `${JSON.stringify(event)}\n`).join('')
      })
      try {
        writeFileSync(pathFromPerson(options.out), text)
      } catch (error) {
        throw new ApiError('bad-file', `${options.out} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`)
      }
      const sizeBytes = Buffer.byteLength(text)
      output().result(
        { sessionId: session, format: options.format, out: options.out, sizeBytes },
        () => `${options.out}: ${sizeBytes} bytes`,
      )
    })
}

async function exportHtml(backend: Backend, project: string, session: string, withBodies: boolean): Promise<string> {
  const template = join(findRoot(), 'packages/player/dist/offline.html')
  if (!existsSync(template)) throw new ApiError('not-built', 'packages/player')
  const source = await backend.source(project, session)
  if (!source) throw noSession(session, project)
  return htmlOf(source, readFileSync(template, 'utf8'), { withBodies })
}

async function findProject(backend: Backend, session: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) await checkProject(backend, asked)
  if (/^[0-9A-Za-z_-]{22}$/.test(session)) {
    for (const project of asked === undefined ? await backend.projectIds() : [asked])
      if (await backend.source(project, session)) return project
  }
  throw noSession(session, asked)
}
