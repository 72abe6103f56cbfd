import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One after another: test files run beside each other, and may want the same packages. */
const lock = join(tmpdir(), 'playhead-apt.lock')
const script = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"'

/** Installs Debian packages, as root on a system that has them; false: it cannot be done here. */
export function installPackages(names: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false
  process.stderr.write(`Installing ${names.join(', ')} for the tests …\n`)
  return spawnSync('flock', [lock, 'sh', '-c', script, 'sh', ...names], { env, stdio: ['ignore', 2, 2] }).status === 0
}

/** A port of the loopback that is free now. */
export function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
