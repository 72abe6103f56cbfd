import { existsSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ApiError, readEnvironment } from '@playhead/api'
import { findSystemShell } from '@playhead/chromium/place'
import { type ClickHousePlace, describeClickHouse, describeSqlite, findDirHolder, StoreError } from '@playhead/store'
import type { Command } from 'commander'
import type { Output } from '../output.ts'
import { findRoot, metadataPlaceOf, whyUnreadable } from '../place.ts'
import { findServer, type FoundServer } from '../server.ts'
import { examineServer } from './doctor-server.ts'
import { examineSite } from './doctor-site.ts'
import { withMetadata } from './project.ts'

export interface Check {
  readonly name: string
  /** `note`: worth knowing, nothing is broken. */
  readonly state: 'ok' | 'note' | 'bad'
  readonly text: string
}
type Examination = () => Check | Promise<Check>

const builtFiles = [
  'packages/recorder/dist/playhead.js',
  'packages/player/dist/frame.html',
  'apps/server/dist/server.mjs',
  'apps/dashboard/dist/index.html',
  'apps/demo-shop/dist/index.html',
]

/** Each looks at one thing and never throws. */
function listExaminations(dataDir: string): readonly Examination[] {
  return [
    function checkNode() {
      const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
      const isNew = major > 20 || (major === 20 && minor >= 19)
      return {
        name: 'node',
        state: isNew ? 'ok' : 'bad',
        text: `Node ${process.versions.node}${isNew ? '' : ', but 20.19 or later is needed'}`,
      }
    },
    function checkDataDir() {
      const why = whyUnreadable(dataDir)
      if (why !== null) return { name: 'data', state: 'bad', text: `${dataDir} cannot be read ${why}` }
      if (!existsSync(dataDir))
        return { name: 'data', state: 'note', text: `${dataDir} is not there yet; npm start makes it, PLAYHEAD_DATA names another` }
      const probe = join(dataDir, `.doctor-${process.pid}`)
      try {
        writeFileSync(probe, 'x')
        rmSync(probe)
      } catch (error) {
        return { name: 'data', state: 'bad', text: `${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code ?? ''})` }
      }
      const { bavail, bsize } = statfsSync(dataDir)
      const freeGb = (bavail * bsize) / 1e9
      return { name: 'data', state: freeGb < 1 ? 'bad' : 'ok', text: `${dataDir}, ${freeGb.toFixed(1)} GB free` }
    },
    function checkClock() {
      if (!existsSync(dataDir)) return { name: 'clock', state: 'ok', text: new Date().toISOString() }
      const probe = join(dataDir, `.doctor-clock-${process.pid}`)
      try {
        writeFileSync(probe, 'x')
        const skewMs = Math.round(statSync(probe).mtimeMs - Date.now())
        rmSync(probe)
        const isRight = Math.abs(skewMs) < 2_000
        const text = isRight ? `${new Date().toISOString()}, and the disk agrees` : `the disk’s clock is ${skewMs} ms from this machine’s`
        return { name: 'clock', state: isRight ? 'ok' : 'note', text }
      } catch {
        return { name: 'clock', state: 'note', text: `${new Date().toISOString()}; the disk could not be asked` }
      }
    },
    function checkVersions() {
      const versionOf = (name: string): string =>
        (JSON.parse(readFileSync(join(findRoot(), 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version
      const { version } = JSON.parse(readFileSync(join(findRoot(), 'package.json'), 'utf8')) as { version: string }
      const data = existsSync(join(dataDir, 'playhead.db')) ? describeSqlite(join(dataDir, 'playhead.db'))?.version : undefined
      const text = `Playhead ${version}, chDB ${versionOf('chdb')}, SQLite by libsql ${versionOf('libsql')}${data === undefined ? '' : `, data ${data}`}`
      return { name: 'versions', state: 'ok', text }
    },
    function checkBuild() {
      const missing = builtFiles.filter((path) => !existsSync(join(findRoot(), path)))
      return missing.length
        ? { name: 'build', state: 'bad', text: `not built: ${missing.join(', ')}; run npm run build` }
        : { name: 'build', state: 'ok', text: 'everything is built' }
    },
    function checkChromium() {
      const path = findSystemShell()
      return path
        ? { name: 'chromium', state: 'ok', text: path }
        : { name: 'chromium', state: 'note', text: 'not found; demo visits need one (set PLAYHEAD_CHROMIUM)' }
    },
  ]
}

async function lookForServer(dataDir: string): Promise<{ server: FoundServer | null; check: Check }> {
  const name = 'server'
  const why = whyUnreadable(join(dataDir, 'control.json'))
  if (why !== null) return { server: null, check: { name, state: 'bad', text: `whether one runs cannot be read ${why}` } }
  const server = await findServer(dataDir)
  if (server) return { server, check: { name, state: 'ok', text: `answers at ${server.url}` } }
  const holder = findDirHolder(dataDir)
  if (holder === null) return { server, check: { name, state: 'note', text: 'none runs on this data directory; npm start begins one' } }
  const text = `one has this data directory${holder}, but does not answer: it is starting or ending, or it hangs`
  return { server, check: { name, state: 'note', text } }
}

/** Whether the ClickHouse that the environment names answers; how far the index is behind is told by the server. */
async function examineClickHouse(clickhouse: ClickHousePlace): Promise<Check> {
  return describeClickHouse(clickhouse).then(
    ({ address, version }) => ({ name: 'clickhouse', state: 'ok', text: `${version} answers at ${address}` }),
    (error: unknown) => {
      if (!(error instanceof StoreError)) throw error
      return { name: 'clickhouse', state: 'bad', text: error.message }
    },
  )
}

/** What ingest refused is the commonest reason why nothing arrives; `examineOrigin` looks for another where it comes from. */
async function examineProjects(dataDir: string, examineOrigin?: (origin: string) => Promise<Check>): Promise<Check[]> {
  const place = metadataPlaceOf(dataDir)
  if (place.postgresUrl === undefined && !existsSync(join(dataDir, 'playhead.db'))) return []
  return withMetadata(async (metadata) => {
    const checks: Check[] = []
    for (const { id, origins } of await metadata.projects.list()) {
      const refusals = await metadata.refusals.list(id)
      const open = origins.filter((origin) => /^http:\/\/(?!localhost|127\.|\[::1\]|[^/]*\.localhost)/.test(origin))
      if (open.length)
        checks.push({ name: id, state: 'note', text: `takes from ${open.join(' ')}, whose pages anyone on the way can change; use https` })
      const text = refusals.map(({ code, count, detail }) => `${count} × ${code}${detail ? ` (${detail})` : ''}`).join(', ')
      if (refusals.length) checks.push({ name: id, state: 'note', text: `refused ${text}` })
      else checks.push({ name: id, state: 'ok', text: `takes from ${origins.join(' ')}, refused nothing` })
      // The demo shop's are this server's own.
      if (examineOrigin && id !== 'demo') checks.push(...(await Promise.all(origins.map(examineOrigin))))
    }
    return checks
  }, place).catch((error: unknown) => {
    // Data of a later version, damaged or not ours to read: what else can be looked at is told all the same.
    if (error instanceof StoreError)
      return [{ name: error.code === 'postgres-unreachable' ? 'postgres' : 'data', state: 'bad', text: error.message }]
    throw error
  })
}

export function addDoctorCommand(program: Command, output: () => Output): void {
  program
    .command('doctor')
    .option('--sites', 'also ask each origin of the projects for a page, and say whether its Content-Security-Policy lets the recorder in')
    .description('look at the settings, the data directory, the browser and the server')
    .action(async ({ sites = false }: { sites?: boolean }) => {
      const checks: Check[] = []
      let dataDir = './data'
      let clickhouse: ClickHousePlace | undefined
      let publicUrl: string | undefined
      let port = 4700
      try {
        ;({ dataDir, clickhouse, publicUrl, port } = readEnvironment(process.env))
        checks.push({ name: 'settings', state: 'ok', text: 'every variable is understood' })
      } catch (error) {
        checks.push({ name: 'settings', state: 'bad', text: error instanceof Error ? error.message : String(error) })
      }
      for (const examine of listExaminations(resolve(dataDir))) checks.push(await examine())
      const { server, check } = await lookForServer(resolve(dataDir))
      checks.push(check)
      if (clickhouse) checks.push(await examineClickHouse(clickhouse))
      if (server) checks.push(...(await examineServer(server, process.env)))
      const playhead = new URL(publicUrl ?? server?.url ?? `http://localhost:${port}`)
      checks.push(...(await examineProjects(resolve(dataDir), sites ? (origin) => examineSite(origin, playhead) : undefined)))
      const bad = checks.filter(({ state }) => state === 'bad')
      output().result({ ok: !bad.length, checks }, () =>
        checks.map(({ name, state, text }) => `${state.padEnd(4)}  ${name.padEnd(8)}  ${text}`).join('\n'),
      )
      if (bad.length) throw new ApiError('doctor-found', bad.map(({ name }) => name).join(', '))
    })
}
