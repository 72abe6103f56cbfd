import { judgePolicies, type Verdict } from '../csp.ts'
import { readFirstPage } from '../site.ts'
import type { Check } from './doctor.ts'

/** Whether the policy of the page that an origin shows first lets the recorder of `playhead` in. */
export async function examineSite(origin: string, playhead: URL): Promise<Check> {
  const name = 'site'
  const page = await readFirstPage(origin)
  if ('why' in page) return { name, state: 'note', text: `${origin} ${page.why}` }
  const where = page.url.origin === origin ? origin : `${origin} leads to ${page.url.origin}, which`
  if (!page.policies.length) return { name, state: 'ok', text: `${where} has no Content-Security-Policy` }
  const { state, text } = describeVerdict(judgePolicies(page.policies, page.url, playhead))
  return { name, state, text: `${where} has a Content-Security-Policy that ${text}` }
}

/** Without a worker a recorder does the same on the page's own thread; without the other two it does nothing. */
export function describeVerdict({ script, connect, worker, mended }: Verdict): Pick<Check, 'state' | 'text'> {
  const out = [...(script === 'blocked' ? ['script'] : []), ...(connect === 'blocked' ? ['connection'] : [])]
  const nonce = script === 'nonce' ? ['give the script tag the page’s nonce'] : []
  const written = [...mended.script, ...mended.connect]
  if (out.length)
    return {
      state: 'bad',
      text: `keeps out the recorder’s ${out.join(' and its ')}; let it say: ${[...written, ...mended.worker].join('; ')}${nonce.map((words) => `, and ${words}`).join('')}`,
    }
  const thread =
    worker === 'blocked'
      ? [
          `has the recorder work on the page’s own thread: data-worker="false" on the tag spares a report of it, or let it say: ${mended.worker.join('; ')}`,
        ]
      : []
  if (nonce.length) return { state: 'note', text: ['lets the recorder in by nonce: ' + nonce.join(), ...thread].join('; it ') }
  return thread.length
    ? { state: 'note', text: `lets the recorder in, and ${thread.join()}` }
    : { state: 'ok', text: 'lets the recorder in' }
}
