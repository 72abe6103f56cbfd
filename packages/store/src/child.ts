import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** From sources a child runs through tsx; in a bundle it lies beside it as `<name>.mjs`. */
export function childEntry(name: 'index-child' | 'finish-child'): { path: string; execArgv: string[]; cwd: string } {
  const bundled = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  return existsSync(bundled) ? { path: bundled, execArgv: [], cwd } : { path: source, execArgv: ['--import', 'tsx'], cwd }
}
