import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Probe } from '../probe.ts'
import type { Driver, Verdict } from '../run.ts'

/** A recorder of the field, started so that it captures, or for leak rows masks, as much as it offers. */
export interface Peer {
  readonly name: string
  /** A module that sets `window.startPeer({isStrict, canvas})`, which pushes what it hands out onto `peerOut`. */
  readonly source: string
  /** In the page: makes it hand out what it holds. */
  readonly finish: string
  /** It writes rrweb's JSON, event by event: told nothing, knows nothing. */
  readonly isRrweb?: boolean
}

const here = dirname(fileURLToPath(import.meta.url))

/** Bundles each peer into a script of its own name in a folder. */
export async function buildPeers(peers: readonly Peer[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all(
    peers.map(({ name, source }) =>
      build({
        stdin: { contents: source, resolveDir: here },
        bundle: true,
        format: 'iife',
        target: 'es2020',
        define: { 'process.env.NODE_ENV': '"production"' },
        logLevel: 'error',
        outfile: join(folder, `${name}.js`),
      }),
    ),
  )
}

export function createPeerDriver(peer: Peer): Driver {
  const before = new Map<string, number>()
  return {
    name: peer.name,
    patienceMs: 1200,
    // What a probe asks of Playhead by name, no other can do.
    canJudge: (probe) =>
      !/\bprobe\./.test(String(probe.act)) &&
      (!!probe.marker || probe.canary !== undefined || (!!peer.isRrweb && !!(probe.rrweb ?? probe.act))),
    async start(tab, probe, run) {
      const options = { isStrict: probe.canary !== undefined, canvas: !!probe.options?.['canvas'] }
      await tab.run(
        `window.peerOut = []; await Promise.race([startPeer(${JSON.stringify(options)}), new Promise((r) => setTimeout(r, 3000))]); await new Promise((r) => setTimeout(r, 150))`,
      )
      before.set(run, await tab.run<number>('return peerOut.length'))
    },
    async judge(tab, probe, run, _actionMs, last) {
      if (last) await tab.run(`${peer.finish}; await new Promise((r) => setTimeout(r, 250))`)
      const inPage = await tab.run<string[]>('return peerOut')
      return verdictOf(peer, probe, inPage.join('\n'), inPage.length === before.get(run), last)
    },
  }
}

function verdictOf(peer: Peer, probe: Probe, out: string, isSilent: boolean, last: boolean): Verdict {
  // A recorder that is not heard here says nothing about itself.
  if (!out) return { mark: last ? 'unjudged' : 'no', why: 'handed out nothing' }
  if (probe.canary !== undefined) {
    const at = out.toLowerCase().indexOf(probe.canary)
    return at < 0 ? { mark: 'yes', why: '' } : { mark: 'no', why: `leaked: ${out.slice(Math.max(0, at - 120), at + 40)}` }
  }
  const marker = (peer.isRrweb && probe.rrweb) || probe.marker
  if (!marker)
    return peer.isRrweb && probe.act && isSilent && last ? { mark: 'no', why: 'told nothing' } : { mark: last ? 'unjudged' : 'no', why: '' }
  return (typeof marker === 'string' ? out.includes(marker) : marker.test(out))
    ? { mark: 'yes', why: '' }
    : { mark: 'no', why: 'no marker' }
}
