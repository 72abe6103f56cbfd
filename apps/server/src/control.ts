import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How commands on this machine reach the running server: `control.json`, readable by its user only. */
export interface Control {
  readonly url: string
  readonly token: string
}

const pathIn = (dataDir: string): string => join(dataDir, 'control.json')

export function writeControl(dataDir: string, control: Control): void {
  const fresh = `${pathIn(dataDir)}.new`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, JSON.stringify(control), { mode: 0o600 })
  renameSync(fresh, pathIn(dataDir))
}

export const removeControl = (dataDir: string): void => rmSync(pathIn(dataDir), { force: true })
