import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'vite'

const room = dirname(fileURLToPath(import.meta.url))

export async function build(): Promise<void> {
  await bundle({ root: room, configFile: `${room}/vite.config.ts`, logLevel: 'warn' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
