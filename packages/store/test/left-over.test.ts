import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createChildConnection } from '../src/index/connection.ts'
import { createIndexEngine, linkConnection } from '../src/index/engine.ts'
import { endLeftOver } from '../src/index/left-over.ts'
import { tempDir } from './fixture.ts'

const leftOver = new URL('../src/index/left-over.ts', import.meta.url).href

test('a process of an earlier server that does not end, and holds the index, is ended', { timeout: 60_000 }, async () => {
  const dir = tempDir()
  const open = (): ReturnType<typeof createIndexEngine> =>
    createIndexEngine(linkConnection(createChildConnection(dir, { clickhouse: null, cluster: null }, () => undefined)))
  const childOf = (): number => Number(readFileSync(join(dir, 'child.pid'), 'utf8'))
  const earlier = open()
  await earlier.ask('SELECT 1', {})
  const hung = childOf()
  process.kill(hung, 'SIGSTOP')
  const later = open()
  try {
    expect(await later.ask('SELECT 2 AS two', {})).toEqual([{ two: 2 }])
    expect(childOf()).not.toBe(hung)
    expect(() => process.kill(hung, 0)).toThrow('ESRCH')
  } finally {
    await Promise.all([earlier.close(), later.close()])
    rmSync(dir, { recursive: true })
  }
})

test('whose number that process had, and is none of this directory, is let be', { timeout: 60_000 }, async () => {
  const [dir, root] = [join(tempDir(), 'index'), tempDir()]
  const others = join(root, dir)
  mkdirSync(dir, { recursive: true })
  // Of a directory whose name ends alike; of another program for this one; and a process that finds its own number.
  const living = [
    spawn(process.execPath, ['-e', 'setInterval(() => 0, 1e3)', 'index-child', others]),
    spawn(process.execPath, ['-e', 'setInterval(() => 0, 1e3)', 'other', dir]),
  ]
  try {
    for (const { pid } of [...living, process]) {
      writeFileSync(join(dir, 'child.pid'), String(pid))
      expect(await endLeftOver(join(dir, 'child.pid'), dir)).toBe(true)
    }
    expect(living.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([null, null])

    const own = `import(${JSON.stringify(leftOver)}).then(({ endLeftOver }) => endLeftOver(process.argv[2], process.argv[3])).then(console.log)`
    const pidFile = join(root, 'own.pid')
    const itself = `require('node:fs').writeFileSync(process.argv[2], String(process.pid)); ${own}`
    expect(execFileSync(process.execPath, ['--import', 'tsx', '-e', itself, 'index-child', pidFile, dir], { encoding: 'utf8' })).toBe(
      'true\n',
    )
  } finally {
    for (const child of living) child.kill()
    for (const path of [dirname(dir), root]) rmSync(path, { recursive: true })
  }
})
