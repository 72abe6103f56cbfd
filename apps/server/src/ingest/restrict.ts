import type { Extent } from '@playhead/store'
import { type OpenSession, sessionLimit } from './session-book.ts'
import { drop, type IngestContext, pass, reject, type Step, type Verdict, type Work } from './step.ts'

const idForm = /^[0-9A-Za-z_-]{22}$/
const hourMs = 3_600_000
/**
 * A client's clock may be wrong by the time zone, and chunks may wait for a network: that much of what a session says of
 * its time is believed. Further away it cannot be told when it happened. @see docs/ingest.md
 */
const clock = { behindMs: 30 * 24 * hourMs, aheadMs: 24 * hourMs, slackMs: 5 * 60_000 } as const
/** As they name themselves; Cubot makes phones. A browser without a window may be a test of the site, and is kept. */
const crawler =
  /[\w.-]*(?:(?<!\bcu)bot|crawler|spider)\b|\b(?:yandeximages|facebookexternalhit|chrome-lighthouse|google-(?:read-aloud|inspectiontool)|mediapartners-google|bingpreview|slurp|ptst|gtmetrix|pingdom)\b/i

export const checkIds: Step = ({ header }) => {
  for (const name of ['session', 'tab', 'view'] as const)
    if (!idForm.test(header![name])) return reject('bad-id', `${name} "${header![name].slice(0, 40)}"`)
  return pass
}

export const checkClock: Step = ({ header, receivedMs }) => {
  const { baseMs, endMs, sentMs } = header!
  if (baseMs > endMs) return reject('bad-clock', 'the chunk ends before it begins')
  if (endMs > sentMs + clock.slackMs) return reject('bad-clock', 'an event is later than its sending')
  if (baseMs < receivedMs - clock.behindMs) return reject('bad-clock', 'by its clock, the chunk is from more than 30 days ago')
  if (sentMs > receivedMs + clock.aheadMs) return reject('bad-clock', 'its clock is more than 24 hours ahead')
  return pass
}

/** What nobody visits: told that all is well, counted, and not kept. */
export const dropCrawlers: Step = ({ request }) => {
  // No browser's name is longer, and what is would take long to look through.
  const name = crawler.exec((request.headers['user-agent'] ?? '').slice(0, 400))?.[0]
  return name === undefined ? pass : drop('crawler', name)
}

export const dropInternal: Step = ({ request }, { networks }) => (networks.isInternal(request) ? drop('internal-visitor') : pass)

/** A tab's first chunk says how consent was given. */
export const checkConsent: Step = ({ header, signals }) => {
  if (header!.seq > 0 || signals!.some(({ type }) => type === 'start')) return pass
  return reject('no-consent', 'the first chunk of a tab has no start event')
}

/** For so long it is taken that nobody else adds to a session: its limits hold about, where several servers take its chunks. */
const aloneMs = 60_000

/**
 * Nobody writes into another's session: later chunks carry the token that the first one was answered with.
 * A page that never got that answer may go on without it from the network that began the session.
 */
export const checkSession: Step = (work, context) => {
  const { header, project } = work
  const open = context.sessions.find(project!.id, header!.session)
  if (open && open.askedMs > work.receivedMs - aloneMs) return checkOpen(work, context, open)
  const extent = context.store.extent(project!.id, header!.session)
  const check = (found: Extent | null): Verdict | Promise<Verdict> =>
    checkOpen(work, context, found ? context.sessions.resume(project!.id, header!.session, found) : open)
  return extent instanceof Promise ? extent.then(check) : check(extent)
}

function checkOpen(
  { header, project, query, network, body }: Work,
  { store, sessions }: IngestContext,
  open: OpenSession | undefined,
): Verdict | Promise<Verdict> {
  const { session, tab, seq, baseMs, endMs } = header!
  const { sizeBytes, firstMs, lastMs } = open ?? { sizeBytes: 0, firstMs: baseMs, lastMs: endMs }
  if (sizeBytes + body!.length > sessionLimit.sizeBytes) return reject('session-over', 'it holds 50 MB already')
  // Either way: a clock that is set right within a visit may go back, too.
  if (Math.max(lastMs, endMs) - Math.min(firstMs, baseMs) > sessionLimit.durationMs)
    return reject('session-over', 'with this chunk it would last more than 4 hours')
  const token = query.get('t')
  if (token !== null && token !== '') return sessions.isToken(project!.id, session, token) ? pass : reject('session-token', 'wrong token')
  if (!open || open.network === network) return pass
  if (open.network !== null) return reject('session-token', 'no token')
  return store.chunkBytes(project!.id, session, tab, seq).then((first) => {
    if (first && Buffer.compare(first, body!) === 0) return pass
    return reject('session-token', 'no token, and the session is not one that this network has just begun')
  })
}
