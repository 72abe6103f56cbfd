import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { embeddedLayout, nameDatabase, storedTable } from './layout.ts'
import { listDrops, listFoundation, listTables } from './schema.ts'

const cluster = { database: 'analytics', cluster: 'main' }
const textOf = (statements: readonly string[]): string => statements.map((sql) => `${sql.replace(/\s+/g, ' ')};\n`).join('')
const golden = (name: string): string => readFileSync(new URL(`./golden/${name}.sql`, import.meta.url), 'utf8')

test('L27: the statements of released steps and additions never change, on one engine and on a cluster', () => {
  for (const [name, layout] of [
    ['embedded', embeddedLayout],
    ['cluster', cluster],
  ] as const) {
    const statements = [...listFoundation(layout), ...listTables(layout)].map((sql) => nameDatabase(layout, sql))
    expect(textOf(statements)).toBe(golden(name))
  }
})

test('what changes or removes rows names the tables that hold them, on all servers', () => {
  expect(storedTable(embeddedLayout, 'events')).toBe('playhead.events')
  expect(nameDatabase(cluster, `DELETE FROM ${storedTable(cluster, 'events')} WHERE 1`)).toBe(
    "DELETE FROM analytics.events_local ON CLUSTER 'main' WHERE 1",
  )
  expect(listDrops(cluster).map((sql) => nameDatabase(cluster, sql))).toEqual(
    ['events', 'signals', 'sessions'].flatMap((table) => [
      `DROP TABLE IF EXISTS analytics.${table} ON CLUSTER 'main' SYNC`,
      `DROP TABLE IF EXISTS analytics.${table}_local ON CLUSTER 'main' SYNC`,
    ]),
  )
})

test('a database gets its name where SQL calls it playhead, and nothing else changes', () => {
  expect(
    nameDatabase(cluster, "SELECT a FROM playhead.events WHERE b IN (SELECT c FROM playhead.signals FINAL) AND d = 'playhead.js'"),
  ).toBe("SELECT a FROM analytics.events WHERE b IN (SELECT c FROM analytics.signals FINAL) AND d = 'playhead.js'")
})
