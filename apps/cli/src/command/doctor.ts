import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { ApiError } from '@playhead/api'
import type { Command } from 'commander'
import { dataDir, findServer, withMetadata } from '../data-dir.ts'
import type { Output } from '../output.ts'

interface Finding {
  readonly what: string
  readonly ok: boolean
  readonly says: string
}

export function addDoctor(program: Command, output: Output): void {
  program
    .command('doctor')
    .description('look for what would keep recordings from arriving')
    .action(async () => {
      const findings = await examine()
      output.print({ findings }, findings.map(({ what, ok, says }) => `${ok ? 'ok  ' : 'BAD '} ${what}: ${says}`).join('\n'))
      const bad = findings.filter(({ ok }) => !ok)
      if (bad.length) throw new ApiError('doctor-found', bad.map(({ what }) => what).join(', '))
    })
}

async function examine(): Promise<Finding[]> {
  const dir = dataDir()
  const findings: Finding[] = [{ what: 'node', ok: true, says: process.version }]
  if (!existsSync(dir)) return [...findings, { what: 'data', ok: false, says: `${dir} does not exist; npm start makes it` }]
  findings.push(examineDisk(dir))
  const server = await findServer()
  findings.push({
    what: 'server',
    ok: server !== null,
    says: server ? `answers at ${server.url}` : `none runs on ${dir}; start it with npm start`,
  })
  const chromium = [process.env['PLAYHEAD_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  )
  findings.push({ what: 'chromium', ok: true, says: chromium ?? 'not found; only the demo visitors need one' })
  await withMetadata(async (metadata) => {
    for (const { id, origins } of await metadata.projects.list()) {
      const refused = await metadata.refusals.list(id)
      const says = refused.length
        ? `refused ${refused.map(({ code, count, detail }) => `${count} × ${code}${detail ? ` (${detail})` : ''}`).join(', ')}`
        : `accepts ${origins.join(' ')}, refused nothing`
      findings.push({ what: `project ${id}`, ok: refused.length === 0, says })
    }
  })
  return findings
}

function examineDisk(dir: string): Finding {
  try {
    accessSync(dir, constants.W_OK)
  } catch {
    return { what: 'data', ok: false, says: `${dir} cannot be written` }
  }
  const { bavail, bsize } = statfsSync(dir)
  const freeGb = (bavail * bsize) / 1e9
  return { what: 'data', ok: freeGb > 1, says: `${dir}, ${freeGb.toFixed(1)} GB free` }
}
