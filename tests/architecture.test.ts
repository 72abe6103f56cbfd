import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Who may import whom: the room table of ARCHITECTURE.md. */
const mayImport: Record<string, readonly string[]> = {
  'packages/wire': [],
  'packages/chromium': [],
  'packages/filter': [],
  'packages/recorder': ['wire'],
  'packages/player': ['wire'],
  'packages/analysis': ['wire'],
  'packages/store': ['wire', 'analysis', 'filter'],
  'packages/api': ['filter', 'wire'],
  'apps/server': ['api', 'store', 'analysis', 'wire'],
  'apps/cli': ['api', 'store', 'analysis', 'wire', 'chromium'],
  'apps/dashboard': ['api', 'player', 'analysis'],
  'apps/demo-shop': ['chromium'],
  'apps/clip': ['chromium'],
}
const rooms = Object.keys(mayImport)

/** These run on strangers' pages or in the opaque frame: nothing but our own code goes there. */
const withoutDependencies = ['packages/wire', 'packages/recorder', 'packages/player', 'packages/analysis', 'packages/filter']

interface Source {
  path: string
  text: string
  imports: string[]
  isTest: boolean
}
const sources = new Map<string, Source[]>(rooms.map((room) => [room, listFiles(join(root, room)).map(readSource)]))
const everySource = [...sources.values()].flat()

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8')
  const imports = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\n\s*import\s+['"]([^'"]+)['"]/g,
    ),
  ]
  return {
    path: relative(root, path).split(sep).join('/'),
    text,
    imports: imports.map((match) => match[1] ?? match[2] ?? match[3]!),
    isTest: /\.(test|property|contract|bench)\b|\.browser\.test\.|(^|\/)(test|fixture)\//.test(path.slice(root.length)),
  }
}

describe('who may import whom', () => {
  test('reading imports finds them', () => {
    expect(readSource(fileURLToPath(import.meta.url)).imports).toContain('vitest')
    expect(everySource.length).toBeGreaterThan(100)
    expect(everySource.some(({ imports }) => imports.includes('@playhead/wire'))).toBe(true)
  })

  test.each(rooms)('%s', (room) => {
    const allowed = mayImport[room]!.map((name) => `@playhead/${name}`)
    const wrong: string[] = []
    for (const { path, imports, isTest } of sources.get(room)!) {
      for (const name of imports) {
        if (name.startsWith('@playhead/') && !allowed.includes(name.split('/').slice(0, 2).join('/')) && !isTest)
          wrong.push(`${path} imports ${name}`)
        if (name.startsWith('.')) {
          const target = relative(root, join(root, dirname(path), name))
            .split(sep)
            .join('/')
          // What tests of several rooms need stands in one place.
          if (!target.startsWith(`${room}/`) && !(isTest && target.startsWith('tests/e2e/harness/')))
            wrong.push(`${path} reaches into ${target}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  test.each(withoutDependencies)('%s depends on nothing from outside', (room) => {
    const manifest = JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> }
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@playhead/'))).toEqual([])
  })

  test('package.json says the same as the table', () => {
    for (const room of rooms) {
      const manifest = JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> }
      const own = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@playhead/'))
      for (const name of own) expect(mayImport[room], `${room} depends on ${name}`).toContain(name.slice('@playhead/'.length))
    }
  })
})

describe('names and sizes', () => {
  test('every file name says what is in it', () => {
    const vague = everySource.filter(
      ({ path }) => /^(utils?|helpers?|common|misc|types|lib|shared)(\.|$)/.test(basename(path)) || /V\d\./.test(basename(path)),
    )
    expect(vague.map(({ path }) => path)).toEqual([])
  })

  test('file names are kebab-case', () => {
    expect(
      everySource.map(({ path }) => basename(path)).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name)),
    ).toEqual([])
  })

  test('index.ts stands only at a package’s root', () => {
    expect(
      everySource.map(({ path }) => path).filter((path) => /\/index\.tsx?$/.test(path) && !/^packages\/[a-z]+\/src\/index\.ts$/.test(path)),
    ).toEqual([])
  })

  test('no file is too large to read', () => {
    const lines = everySource.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    const large = lines.filter((file) => file.lines > 250).sort((a, b) => b.lines - a.lines)
    if (large.length) console.info(`over 250 lines:\n${large.map((file) => `  ${file.lines} ${file.path}`).join('\n')}`)
    expect(large.filter((file) => file.lines > 400)).toEqual([])
  })

  test('classes are errors, and there is no enum and no any', () => {
    const wrong = everySource.flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => !/^(\/\/|\*|\/\*)/.test(line))
        .filter(
          (line) =>
            (/^(export )?(abstract )?class /.test(line) && !/ extends (Error|HTMLElement)\b/.test(line)) ||
            /^(export )?(const )?enum /.test(line) ||
            /[:<] ?any\s*[,;)>\]=]|\bas any\b/.test(line),
        )
        .map((line) => `${path}: ${line}`),
    )
    expect(wrong).toEqual([])
  })

  test('every room has a README that says what belongs in it', () => {
    for (const room of rooms) {
      const text = readFileSync(join(root, room, 'README.md'), 'utf8')
      expect(text, room).toMatch(/belong|not here/i)
    }
  })

  test('nothing is left open or switched off', () => {
    const open = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b|\\b(it|test|describe)\\.(only|skip|todo)\\b`)
    expect(everySource.filter(({ text }) => open.test(text)).map(({ path }) => path)).toEqual([])
  })
})
