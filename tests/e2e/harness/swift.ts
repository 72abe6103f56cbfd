import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPort, installPackages } from './debian.ts'

export interface TestS3 {
  readonly port: number
  /** A new bucket's `PLAYHEAD_S3_URL`. */
  createBucket(): Promise<string>
  /** The address of any bucket, whether or not it is there; through another port, by another key. */
  urlOf(bucket: string, other?: { port?: number; secret?: string }): string
  /** Ends at once, as in a crash. */
  kill(): Promise<void>
  start(): Promise<void>
  dispose(): Promise<void>
}

/** Debian's Python, which its packages belong to. */
const python = '/usr/bin/python3'
/** Its settings come last: without them another test file is still installing it. */
const isThere = (): boolean =>
  existsSync('/etc/swift/swift.conf') && spawnSync(python, ['-c', 'import swift.common.middleware.s3api']).status === 0

/** Why there is no S3 to test with here; null: there is one, installed just now if need be. */
export function whyNoS3(): string | null {
  if (isThere() || (installPackages(['swift-proxy', 'swift-account', 'swift-container', 'swift-object']) && isThere())) return null
  return 'no OpenStack Swift for /usr/bin/python3, and only root on Debian can install it'
}

/** An OpenStack Swift of its own that speaks S3, on a free port of the loopback. */
export async function startSwift(): Promise<TestS3> {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-swift-'))
  const [accessKey, secretKey] = ['test:playhead', randomBytes(12).toString('base64')]
  const port = await findPort()
  const script = fileURLToPath(new URL('./swift-server.py', import.meta.url))
  let child: ChildProcess | null = null
  let buckets = 0

  async function start(): Promise<void> {
    const started = spawn(python, [script, dir, accessKey, secretKey, String(port)], { stdio: ['pipe', 'pipe', 'pipe'] })
    child = started
    let said = ''
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (text: Buffer) => text.toString().startsWith('ready') && resolve())
      started.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4_000)))
      started.on('exit', () => reject(new Error(`Swift did not start: ${said}`)))
    })
  }
  async function kill(): Promise<void> {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill('SIGKILL')
    await once(ending, 'exit')
  }
  const urlOf: TestS3['urlOf'] = (bucket, other = {}) =>
    `http://${encodeURIComponent(accessKey)}:${encodeURIComponent(other.secret ?? secretKey)}@127.0.0.1:${other.port ?? port}/${bucket}?region=us-east-1`

  await start()
  return {
    port,
    urlOf,
    kill,
    start,
    async createBucket() {
      const bucket = `bucket${++buckets}`
      const base = `http://127.0.0.1:${port}`
      const signedIn = await fetch(`${base}/auth/v1.0`, { headers: { 'x-auth-user': accessKey, 'x-auth-key': secretKey } })
      const made = await fetch(`${signedIn.headers.get('x-storage-url')}/${bucket}`, {
        method: 'PUT',
        headers: { 'x-auth-token': signedIn.headers.get('x-auth-token')! },
      })
      if (!made.ok) throw new Error(`The bucket was not made: ${made.status}`)
      return urlOf(bucket)
    },
    async dispose() {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
