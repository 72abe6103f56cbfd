import type { IndexEngine } from '../../packages/store/src/index/engine.ts'

/** Events of one session: what a visit of four pages leaves in the index. */
export const eventsPerSession = 50
/** Visits begin within this many days before {@link endMs}. */
const days = 30
export const endMs = Date.UTC(2026, 5, 30)
/** Rows of one INSERT: what is sorted in memory at once. */
const sessionsPerInsert = 20_000

/**
 * Fills the store's own tables with visits made by SQL: ids as the recorder makes them (time, then chance), pages and elements
 * few of which get most, several events of a visit on each page. The same numbers make the same rows.
 */
export async function populate(engine: IndexEngine, from: number, sessions: number): Promise<void> {
  for (let at = from; at < from + sessions; at += sessionsPerInsert) {
    const count = Math.min(sessionsPerInsert, from + sessions - at)
    const params = { at, count, events: eventsPerSession, endMs, spanMs: days * 86_400_000 }
    await engine.command(`INSERT INTO playhead.events ${eventsSql}`, params)
    await engine.command(`INSERT INTO playhead.sessions ${sessionsSql}`, params)
    await engine.command(`INSERT INTO playhead.signals ${signalsSql}`, params)
  }
}

/** A number from 0 to 1 that follows from what is given. */
const chance = (...of: string[]): string => `(cityHash64(${of.join(', ')}) % 1000000 / 1000000.)`
const id = (of: string): string =>
  `base64URLEncode(concat(substring(reverse(reinterpretAsString(startMs)), -6), substring(sipHash128(${of}), 1, 10)))`
const elementOf = (event: string): string => `toUInt32(floor(40 * pow(${chance('n', event, "'element'")}, 2)))`
const keyOf = (element: string): string => `concat('main>section:', toString(${element} % 7), '>button:', toString(${element}))`
/** 200 pages; the first gets a fourteenth of all views. */
const pageOf = (view: string): string => `concat('/p/', toString(floor(200 * pow(${chance('n', view, "'page'")}, 2))))`

const visits = (number: string): string => `
  toUInt64({at:UInt64} + ${number}) AS n,
  toUInt64({endMs:UInt64} - {spanMs:UInt64} + floor(${chance('n', "'start'")} * {spanMs:UInt64})) AS startMs,
  ${id('n')} AS session,
  ['phone', 'tablet', 'laptop', 'desktop'][1 + toUInt8(floor(4 * pow(${chance('n', "'device'")}, 1.5)))] AS device`

/** Of a visit's events the ones from 4 to here are clicks. */
const clickTo = 20

const eventsSql = `(project, type, page, device, time, session, tab, seq, key, name, tag, interactive, relX, relY, url, status, value, text)
  SELECT 'bench', type, page, device, fromUnixTimestamp64Milli(toInt64(startMs + view * 45000 + if(type = 'page', 0, floor(${chance('number', "'time'")} * 45000)))),
    session, base64URLEncode(substring(sipHash128(n, 'tab'), 1, 16)), view * 3,
    multiIf(type IN ('click', 'hesitation'), ${keyOf('element')}, type = 'form', 'form:1', ''),
    multiIf(type = 'click', concat('Xxxx ', repeat('x', element % 9)), type = 'page', 'Xxxx xx Xxxxxx', type = 'request', concat('/api/', toString(element % 20)),
      type = 'vital', ['LCP', 'INP', 'CLS', 'TTFB', 'FCP'][1 + element % 5], type = 'track', 'added', type = 'error', concat('TypeError: xxx ', toString(element % 9)), ''),
    if(type = 'click', 'button', ''), type = 'click', if(type = 'click', floor(${chance('number', "'x'")} * 1000) / 1000, 0), if(type = 'click', floor(${chance('number', "'y'")} * 1000) / 1000, 0),
    multiIf(type = 'page', concat('https://shop.example', page), type = 'request', concat('https://shop.example/api/', toString(element % 20)), ''),
    if(type = 'request', if(element % 40 = 39, 500, 200), 0),
    multiIf(type = 'depth', floor(${chance('number', "'depth'")} * 1000) / 1000, type IN ('request', 'vital'), floor(${chance('number', "'ms'")} * 900), 0),
    multiIf(type = 'request', 'GET', type = 'page', 'load', '')
  FROM (SELECT number, ${visits('intDiv(number, {events:UInt32})')}, toUInt32(number % {events:UInt32}) AS i,
      multiIf(i < 4, 'page', i < ${clickTo}, 'click', i < 26, 'depth', i < 38, 'request', i < 43, 'vital', i < 46, 'form', i < 48, 'track', i < 49, 'error', 'hesitation') AS type,
      if(i < 4, i, toUInt32(cityHash64(n, i, 'view') % 4)) AS view, ${pageOf('view')} AS page,
      ${elementOf('i')} AS element
    FROM numbers({count:UInt64} * {events:UInt32}))`

const pages = `[${[0, 1, 2, 3].map((view) => pageOf(`toUInt32(${view})`)).join(', ')}]`
const sessionsSql = `(project, day, session, started, received, ended, durationMs, activeMs, device, browser, os, language, source, medium, campaign,
    returning, visitor, isNamed, user, entry, exit, pages, counts, variants, traits, friction, clicked, additions, row, version)
  SELECT 'bench', toDate(fromUnixTimestamp64Milli(toInt64(startMs))), session, fromUnixTimestamp64Milli(toInt64(startMs)), fromUnixTimestamp64Milli(toInt64(startMs + 180000)), 1, durationMs,
    intDiv(durationMs, 2), device, browser, 'Windows', 'en-GB', source, if(source = 'direct', 'none', 'organic'), '', returning, visitor, 0, '',
    seen[1], seen[4], arrayDistinct(seen), counts, map(), '{}', friction,
    arrayDistinct(arrayMap(event -> ${keyOf(elementOf('toUInt32(event)'))}, range(4, ${clickTo}))), 1,
    concat('{"id":"', session, '","project":"bench","startedAt":"', toString(startMs), '","durationMs":', toString(durationMs), ',"device":"', device,
      '","browser":"', browser, '","os":"Windows","viewport":{"width":1400,"height":800},"language":"en-GB","timezone":"UTC","source":"', source,
      '","medium":"organic","campaign":"","referrer":"https://www.google.com/","visitorId":"', visitor, '","returning":false,"user":null,"traits":{},"variants":{},"title":"Xxxx xx Xxxxxx","entryPage":"',
      seen[1], '","exitPage":"', seen[4], '","pages":["', arrayStringConcat(seen, '","'), '"],"pageViews":4,"clicks":16,"counts":', toJSONString(counts), ',"friction":', toString(friction), '}'), 1
  FROM (SELECT ${visits('number')}, ${pages} AS seen, toUInt64(60000 + floor(${chance('n', "'long'")} * 180000)) AS durationMs,
      ['Chrome', 'Safari', 'Firefox', 'Edge'][1 + toUInt8(floor(4 * pow(${chance('n', "'browser'")}, 2)))] AS browser,
      ['google', 'direct', 'newsletter', 'bing', 'friend.example'][1 + toUInt8(floor(5 * pow(${chance('n', "'source'")}, 2)))] AS source,
      toUInt8(${chance('n', "'returning'")} < 0.3) AS returning, base64URLEncode(substring(sipHash128(n, 'visitor'), 1, 16)) AS visitor,
      if(${chance('n', "'rage'")} < 0.06, map('rage-click', toUInt32(1 + n % 5)), map()) AS counts, toUInt8(n % 100) AS friction
    FROM numbers({count:UInt64}))`

const signalsSql = `(project, kind, page, device, session, tab, time, key, name, count, severity, present, version)
  SELECT 'bench', if(n % 3 = 0, 'rage-click', 'dead-click'), ${pageOf('toUInt32(1)')}, device, session, base64URLEncode(substring(sipHash128(n, 'tab'), 1, 16)),
    fromUnixTimestamp64Milli(toInt64(startMs + 50000)), concat('main>section:', toString(n % 7), '>button:', toString(n % 40)), 'Xxxx', 3, 2, 1, 1
  FROM (SELECT ${visits('number')} FROM numbers({count:UInt64})) WHERE n % 2 = 0`
