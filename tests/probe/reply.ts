import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Reply {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** A 2 × 2 px PNG. */
export const pixel: string = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8Dwn4GBgYGJAQoAHxcCAr0gZXsAAAAASUVORK5CYII='

/** What the probes' pages load: scripts from a folder, the rest by name, with the status and delay that the query asks for. */
export async function reply(path: string, search: URLSearchParams, scripts: string): Promise<Reply> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const delayMs = Number(search.get('delay') ?? 0)
  if (delayMs) await new Promise((resolve) => void setTimeout(resolve, delayMs))
  const status = Number(search.get('status') ?? 200)
  if (name.endsWith('.js')) {
    const folder = path.includes('/extra/') ? join(scripts, 'extra') : scripts
    return { type: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body: await readFile(join(folder, name)) }
  }
  if (path === '/i') return { type: 'application/json', body: '{"ok":true,"token":"t","want":[]}' }
  if (name.endsWith('.css')) return { status, type: 'text/css', body: `.from-${name.slice(0, -4)} { color: rgb(41, 42, 43) }` }
  if (name.endsWith('.png')) return { status, type: 'image/png', body: Buffer.from(pixel, 'base64') }
  if (name.endsWith('.wav')) return { status, type: 'audio/wav', body: silence(20) }
  if (name.endsWith('.json')) return { status, type: 'application/json', headers: { 'access-control-allow-origin': '*' }, body: '{"a":1}' }
  return { status: name === 'nothing' ? 404 : status, type: 'text/plain', body: '' }
}

/** 8 kHz, 8 bit, mono. */
function silence(seconds: number): Uint8Array {
  const samples = 8000 * seconds
  const bytes = Buffer.alloc(44 + samples, 128)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + samples, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    bytes.writeUInt16LE(value, at)
  for (const at of [24, 28]) bytes.writeUInt32LE(8000, at)
  bytes.write('data', 36)
  bytes.writeUInt32LE(samples, 40)
  return bytes
}
