/** Writes the event table into docs/recording-format.md: `npx tsx packages/wire/format-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { headerShape } from './src/chunk.ts'
import { domTable } from './src/dom-event.ts'
import { type EventSpec, eventTable } from './src/event.ts'
import type { Kind, Shape } from './src/field.ts'

export const documentPath: string = fileURLToPath(new URL('../../docs/recording-format.md', import.meta.url))

/** The document with its generated parts as the code has them now. */
export function withTables(document: string): string {
  return between(between(document, 'header', headerTable()), 'events', eventRows())
}

function between(document: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const from = document.indexOf(start)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the document has no place for its ${name} table`)
  return `${document.slice(0, from + start.length)}\n${text}\n${document.slice(to)}`
}

const headerTable = (): string =>
  ['| field | kind |', '|---|---|', ...Object.entries<Kind>(headerShape).map(([name, kind]) => `| \`${name}\` | ${kindText(kind)} |`)].join(
    '\n',
  )

const eventRows = (): string =>
  [
    '| code | event | lane | fields in order |',
    '|---|---|---|---|',
    ...Object.entries<EventSpec>(eventTable).map(
      ([type, { code, fields }]) => `| ${code} | \`${type}\` | ${type in domTable ? 'dom' : 'signal'} | ${shapeText(fields)} |`,
    ),
  ].join('\n')

const shapeText = (shape: Shape): string =>
  Object.entries(shape)
    .map(([name, kind]) => `\`${name}\` ${kindText(kind)}`)
    .join(', ')

function kindText(kind: Kind): string {
  if (typeof kind === 'string') return kind
  if ('optional' in kind) return `${kindText(kind.optional)}?`
  if ('list' in kind) return `[${kindText(kind.list)}]`
  if ('oneOf' in kind) return `(${kind.oneOf.join(', ')})`
  return `{${shapeText(kind.record)}}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(documentPath, withTables(readFileSync(documentPath, 'utf8')))
