import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openMetadata } from '../src/index.ts'
import { describeMetadata } from '../src/metadata/metadata.contract.ts'
import { findPort } from '../../../tests/e2e/harness/debian.ts'
import { startPostgres, type TestPostgres, whyNoPostgres } from '../../../tests/e2e/harness/postgres.ts'
import { tempDir } from './fixture.ts'

const missing = whyNoPostgres()
if (missing) process.stderr.write(`\nNOT TESTED: metadata on PostgreSQL: ${missing}.\n\n`)

describe.skipIf(missing)(`PostgreSQL${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let postgres: TestPostgres
  /** Nothing is written there. */
  const dir = tempDir()
  const open = (database: string) => openMetadata({ dir, postgresUrl: postgres.urlOf(database) })
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.dispose())

  const ask = async <Row>(database: string, text: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: postgres.urlOf(database) })
    await client.connect()
    return client
      .query(text)
      .then(({ rows }) => rows as Row[])
      .finally(() => client.end())
  }

  describeMetadata('PostgreSQL', async () => {
    const database = await postgres.createDatabase()
    let file = ''
    return {
      open: () => open(database),
      async wasWiped() {
        // A table that is written anew is in another file.
        const before = file
        const [row] = await ask<{ file: string }>(database, `SELECT pg_relation_filenode('note')::text AS file`)
        file = row!.file
        return file !== before
      },
      async readAll() {
        const tables = await ask<{ name: string }>(database, `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)
        const rows = await Promise.all(tables.map(({ name }) => ask(database, `SELECT * FROM "${name}"`)))
        return Buffer.from(JSON.stringify(rows))
      },
      setVersion: async (version) => void (await ask(database, `UPDATE playhead_version SET version = ${version}`)),
      dispose: async () => undefined,
    }
  })

  test('L14: servers that start at once on an empty database make its tables once', async () => {
    const database = await postgres.createDatabase()
    const opened = await Promise.all(Array.from({ length: 8 }, () => open(database)))
    expect(await ask(database, 'SELECT version FROM playhead_version')).toHaveLength(1)
    await opened[0]!.projects.create({ name: 'Demo', origins: [], id: 'demo' })
    expect(await opened[7]!.projects.byId('demo')).toMatchObject({ id: 'demo' })
    await Promise.all(opened.map((metadata) => metadata.close()))
  })

  describe('what cannot be used is refused at the start by a sentence that says what to check, without the password', () => {
    const refusal = async (postgresUrl: string): Promise<string> => {
      const error = await openMetadata({ dir, postgresUrl }).then(
        () => null,
        (cause: unknown) => cause as Error & { code: string },
      )
      expect(error?.code).toBe('postgres-unreachable')
      expect(error!.message).not.toContain(new URL(postgresUrl).password)
      return error!.message
    }
    test('nobody listens there', async () => {
      const port = await findPort()
      expect(await refusal(`postgres://u:hunter2@127.0.0.1:${port}/d`)).toMatch(`127.0.0.1:${port}`)
    })
    test('a wrong password', async () => {
      expect(await refusal(postgres.urlOf('postgres', 'playhead', 'hunter2'))).toMatch(/user and password/)
    })
    test('no such database', async () => {
      expect(await refusal(postgres.urlOf('nowhere'))).toMatch(/CREATE DATABASE nowhere/)
    })
    test('a database that cannot hold every language', async () => {
      expect(await refusal(postgres.urlOf(await postgres.createDatabase('SQL_ASCII')))).toMatch(/ENCODING 'UTF8'/)
    })
    test('a user who may not create tables', async () => {
      const database = await postgres.createDatabase()
      await ask(database, `CREATE ROLE guest LOGIN PASSWORD 'hunter2'; REVOKE CREATE ON SCHEMA public FROM PUBLIC`)
      expect(await refusal(postgres.urlOf(database, 'guest', 'hunter2'))).toMatch(/OWNER TO guest/)
    })
  })

  test('while it is down questions fail by a sentence, and afterwards all goes on with what was written', async () => {
    const metadata = await open(await postgres.createDatabase())
    const project = await metadata.projects.create({ name: 'Shop', origins: [] })
    await postgres.kill()
    await expect(metadata.projects.byId(project.id)).rejects.toMatchObject({ code: 'postgres-unreachable' })
    await postgres.start()
    expect(await metadata.projects.byId(project.id)).toEqual(project)
    await metadata.close()
  })
})
