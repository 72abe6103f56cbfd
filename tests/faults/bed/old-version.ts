import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../e2e/harness/server.ts'

/** A version of this repository in a folder of its own, its server built. */
export interface OldVersion {
  readonly root: string
  remove(): void
}

const rooms = ['packages/recorder', 'packages/player', 'apps/server']

/** Takes a commit out of the history and builds it with today's dependencies. Null: the history does not reach so far back. */
export function buildOldVersion(commit: string): OldVersion | null {
  const archive = spawnSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 28 })
  if (archive.status !== 0) return null
  const dir = mkdtempSync(join(tmpdir(), 'playhead-old-'))
  const remove = (): void => rmSync(dir, { recursive: true, force: true })
  try {
    run('tar', ['-x'], dir, archive.stdout)
    linkModules(dir)
    const build = `const { ensureBuilt } = await import('./scripts/build.mjs'); await ensureBuilt(${JSON.stringify(rooms)})`
    run(process.execPath, ['--input-type=module', '-e', build], dir)
    return { root: dir, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** Whether the server of a commit is another one than today's. */
export const differs = (commit: string): boolean =>
  spawnSync('git', ['diff', '--quiet', commit, '--', 'apps/server', 'packages/store', 'packages/wire'], { cwd: root }).status === 1

function run(command: string, args: readonly string[], cwd: string, input?: Buffer): void {
  const { status, stderr } = spawnSync(command, args, { cwd, ...(input ? { input } : {}), stdio: 'pipe' })
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stderr.toString()}`)
}

/** Dependencies are the installed ones; the packages of the repository are those of the old version. */
function linkModules(dir: string): void {
  for (const folder of ['', ...['packages', 'apps'].flatMap((floor) => readdirSync(join(dir, floor)).map((room) => join(floor, room)))]) {
    const [from, to] = [join(root, folder, 'node_modules'), join(dir, folder, 'node_modules')]
    for (const name of listOf(from)) {
      if (name === '@playhead') continue
      mkdirSync(to, { recursive: true })
      symlinkSync(join(from, name), join(to, name))
    }
  }
  const own = join(dir, 'node_modules', '@playhead')
  mkdirSync(own, { recursive: true })
  for (const floor of ['packages', 'apps'])
    for (const room of readdirSync(join(dir, floor))) symlinkSync(join(dir, floor, room), join(own, room), 'dir')
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
