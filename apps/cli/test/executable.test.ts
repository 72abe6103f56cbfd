import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeFolder } from '../../../tests/e2e/harness/remove-folder.ts'
import { build } from '../build.ts'
import { room } from './harness.ts'

const dir = mkdtempSync(join(tmpdir(), 'playhead-executable-'))
const root = join(room, '../..')
beforeAll(build, 60_000)
afterAll(() => removeFolder(dir))

test('a link to `playhead` runs from any directory, as the image and a package have it', () => {
  // What the image links, of the files that stand in /opt/playhead there.
  const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')
  const [, linked = ''] = /ln -s \/opt\/playhead\/(\S+) \/usr\/local\/bin\/playhead/.exec(dockerfile) ?? []
  const { bin } = JSON.parse(readFileSync(join(room, 'package.json'), 'utf8')) as { bin: Record<string, string> }
  expect(join(root, linked)).toBe(join(room, bin['playhead']!))
  const [onPath, elsewhere] = [join(dir, 'bin'), join(dir, 'elsewhere')]
  for (const folder of [onPath, elsewhere]) mkdirSync(folder)
  symlinkSync(join(root, linked), join(onPath, 'playhead'))
  const run = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(join(onPath, 'playhead'), words, {
      cwd: elsewhere,
      encoding: 'utf8',
      env: { PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(':'), PLAYHEAD_DATA: join(dir, 'data') },
    })
  const made = run('project', 'create', 'Shop', '--origin', 'https://shop.example.com', '--json')
  expect([made.status, made.stderr]).toEqual([0, ''])
  expect(run('project', 'list').stdout).toContain((JSON.parse(made.stdout) as { id: string }).id)
  // Paths are those of where it is run.
  expect(run('backup', 'copy').stdout).toContain(join(elsewhere, 'copy'))
  expect(run('surprise').status).toBe(2)
})
