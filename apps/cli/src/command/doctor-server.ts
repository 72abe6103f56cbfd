import { sayOverQuota } from '@playhead/api'
import { countOf } from '../output.ts'
import { sizeText } from '../progress.ts'
import type { FoundServer } from '../server.ts'
import type { Check } from './doctor.ts'

interface Health {
  /** Null: what it must ask for that did not answer. */
  readonly index?: { indexLagMs: number; waiting: number; quarantined: number; damages?: number } | null
  readonly recordings?: { waiting: number; failed: number; damaged: number } | null
  readonly proxy?: { forwardedFor: 'never' | 'here' | 'listed' | 'elsewhere'; forwardedProto: string | null }
}

/** An index that is further behind than this is not only catching its breath. */
const lagMs = 60_000
const soonDays = 14

/** What only a running server can tell. */
export async function examineServer({ url, client }: FoundServer, env: Readonly<Record<string, string | undefined>>): Promise<Check[]> {
  const health = (await (await fetch(`${url}/health`)).json()) as Health
  const checks = [checkIndex(health), checkLog(health), checkRecordings(health), checkProxy(health, env['PLAYHEAD_PUBLIC_URL'])]
  let latestMs = 0
  for (const { id } of (await client.projects.list()).items) {
    const storage = await client.projects.storage(id)
    const { fullInDays, quotaBytes, growthBytesPerDay, logBytes, recordingBytes, assetBytes } = storage
    const over = sayOverQuota(storage)
    const { lastEventAt } = await client.projects.status(id)
    latestMs = Math.max(latestMs, lastEventAt === null ? 0 : Date.parse(lastEventAt))
    const used = `${id} takes ${sizeText(logBytes + recordingBytes + assetBytes)}, ${sizeText(growthBytesPerDay)} a day more`
    const isSoon = fullInDays !== null && fullInDays < soonDays
    const what = quotaBytes === null ? 'the disk is full' : 'its quota is reached'
    const when = over ?? (fullInDays === null ? 'it lasts' : `${what} in ${Math.floor(fullInDays)} days`)
    checks.push({
      name: 'forecast',
      state: over ? 'note' : isSoon ? (quotaBytes === null && fullInDays < 2 ? 'bad' : 'note') : 'ok',
      text: `${used}; ${when}`,
    })
  }
  const aheadMs = latestMs - Date.now()
  if (aheadMs > 1_000)
    checks.push({
      name: 'clock',
      state: 'bad',
      text: `the last chunk was received ${Math.round(aheadMs / 1000)} s in the future: this machine’s clock was set back`,
    })
  return checks
}

export function checkIndex({ index }: Health): Check {
  if (index === null)
    return { name: 'index', state: 'bad', text: 'how far it is behind could not be learned: what the server asks did not answer' }
  if (!index) return { name: 'index', state: 'note', text: 'this server does not tell how far its index is' }
  const { indexLagMs, waiting, quarantined } = index
  const out = quarantined ? `; ${quarantined} sessions could not be summarized, the server’s log names them` : ''
  if (!indexLagMs) return { name: 'index', state: quarantined ? 'note' : 'ok', text: `up to the log${out}` }
  return {
    name: 'index',
    state: indexLagMs > lagMs ? 'bad' : 'note',
    text: `${Math.ceil(indexLagMs / 1000)} s and ${waiting} chunks behind the log${out}`,
  }
}

export function checkLog({ index }: Health): Check {
  const name = 'log'
  const damages = index?.damages
  if (damages === undefined)
    return { name, state: 'note', text: 'whether the server found damage could not be learned; `playhead verify` looks' }
  if (!damages) return { name, state: 'ok', text: 'the server found no damage since its start' }
  const found = `${countOf(damages, 'stretch', 'stretches')} of the log ${damages === 1 ? 'was' : 'were'} found damaged since the server’s start`
  return { name, state: 'bad', text: `${found}; \`playhead verify\` names file and place` }
}

export function checkRecordings({ recordings }: Health): Check {
  if (recordings === null)
    return { name: 'finish', state: 'bad', text: 'how many sessions wait could not be learned: what the server asks did not answer' }
  const { waiting = 0, failed = 0, damaged = 0 } = recordings ?? {}
  return {
    name: 'finish',
    state: failed || damaged ? 'note' : 'ok',
    text: `${waiting} sessions wait for their recording file, ${failed} could not have one, ${damaged} files were found damaged since the start`,
  }
}

export function checkProxy({ proxy }: Health, publicUrl: string | undefined): Check {
  const name = 'proxy'
  const { forwardedFor = 'never', forwardedProto = null } = proxy ?? {}
  if (forwardedFor === 'elsewhere')
    return {
      name,
      state: 'bad',
      text: 'X-Forwarded-For comes from a proxy on another machine, and is not believed: all its visitors share one limit; name the proxy’s address in PLAYHEAD_TRUSTED_PROXIES, or put a proxy on this machine before the server',
    }
  if (publicUrl?.startsWith('https:') && forwardedFor === 'never')
    return { name, state: 'note', text: 'the public address is https, but no request with X-Forwarded-For came yet; let the proxy send it' }
  if (publicUrl?.startsWith('https:') && forwardedProto !== null && forwardedProto !== 'https')
    return { name, state: 'note', text: `the public address is https, but X-Forwarded-Proto says ${forwardedProto}` }
  return {
    name,
    state: 'ok',
    text: believed[forwardedFor] ?? 'none before the server',
  }
}

const believed: Readonly<Record<string, string | undefined>> = {
  here: 'X-Forwarded-For comes from this machine, and is believed',
  listed: 'X-Forwarded-For comes from a proxy that PLAYHEAD_TRUSTED_PROXIES names, and is believed',
}
