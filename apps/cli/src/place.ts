import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ApiError, readEnvironment } from '@playhead/api'
import { clusterPlaceOf, type MetadataPlace, type StoreOptions } from '@playhead/store'

/** The data directory of this machine's Playhead. */
export const dataDirOf = (): string => resolve(readEnvironment(process.env).dataDir)

/** Whether everything is elsewhere, so that there is no data directory. */
export const isCluster = (): boolean => clusterPlaceOf(readEnvironment(process.env)) !== null

/** The data directory, for commands that only read: where a server never wrote, they say so, and make nothing. */
export function existingDataDir(): string {
  const dir = dataDirOf()
  const names = namesIn(dir)
  if (['playhead.db', 'log'].some((name) => names.includes(name))) return dir
  throw new ApiError(
    'no-data',
    `Looked in ${dir}: set PLAYHEAD_DATA to where your data is, or begin here with npm start or project create.`,
  )
}

/** None where there is no such folder. */
function namesIn(dir: string): string[] {
  refuseUnreadable(dir)
  try {
    return readdirSync(dir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new ApiError('dir-unwritable', dir)
  }
}

/** What the system keeps from this user is not absent. Throws ApiError `dir-unreadable`. */
export function refuseUnreadable(path: string): void {
  const why = whyUnreadable(path)
  if (why !== null) throw new ApiError('dir-unreadable', `${path} ${why}.`)
}

/** Null: this user may read it, or it is not there. */
export function whyUnreadable(path: string): string | null {
  try {
    accessSync(path, constants.R_OK)
    return null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'EACCES' || code === 'EPERM' ? `(${code}): run this as the user that runs the server` : null
  }
}

/** Where the metadata of a data directory is: there, or in the PostgreSQL that the environment names. */
export const metadataPlaceOf = (dir: string): MetadataPlace => ({ dir, postgresUrl: readEnvironment(process.env).postgresUrl })

/** The same, and where its assets, recording files and index are. */
export function placesOf(dir: string): Omit<StoreOptions, 'onNotice'> {
  const { postgresUrl, s3Url, clickhouse } = readEnvironment(process.env)
  return { dir, postgresUrl, s3Url, clickhouse }
}

/** The metadata that is there already: a PostgreSQL that is named needs no data directory. */
export function existingMetadata(): MetadataPlace {
  const place = metadataPlaceOf(dataDirOf())
  return place.postgresUrl === undefined ? metadataPlaceOf(existingDataDir()) : place
}

/** A path as the person wrote it: npm changes the working directory to the repository's root before it runs a script. */
export const pathFromPerson = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path)

/** The repository's root: the nearest folder above this code whose package.json is named "playhead". */
export function findRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'playhead') return folder
    if (folder === dirname(folder)) throw new Error('this file stands outside of the repository')
  }
}
