import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)

test('every link within the repository leads somewhere', () => {
  expect(documents).toContain('README.md')
  const dead = documents.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(path), target)))
      .map((target) => `${path}: ${target}`),
  )
  expect(dead).toEqual([])
})

test('every file that code cites exists', () => {
  const sources = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
  const cited = sources.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/@see (docs\/[\w/.-]+\.md)/g)].map(([, target]) => target!),
  )
  expect(cited.length).toBeGreaterThan(10)
  expect([...new Set(cited)].filter((target) => !existsSync(join(root, target)))).toEqual([])
})
