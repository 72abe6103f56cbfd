import type { SessionSearchRequest } from '@playhead/api'
import type { SessionQuery } from '../../search.ts'
import { deviceNames } from '../../ui/device.tsx'
import { lookOf } from './signal-kind.ts'

type Filter = NonNullable<SessionSearchRequest['filter']>

/** The filter tree that the URL stands for; undefined: every session. */
export function filterFromQuery(query: SessionQuery): Filter | undefined {
  const all: Filter[] = []
  if (query.device) all.push({ device: query.device })
  if (query.source) all.push({ source: query.source })
  if (query.signal) all.push({ signal: query.signal })
  if (query.page) all.push({ page: query.page })
  if (query.user) all.push({ user: query.user })
  if (query.clicked) all.push({ clicked: { element: query.clicked } })
  return all.length ? { all } : undefined
}

/** The same, as words for chips: which key of the URL, and what it says. */
export function wordsFromQuery(query: SessionQuery): { key: keyof SessionQuery; words: string }[] {
  const words: { key: keyof SessionQuery; words: string }[] = []
  if (query.device) words.push({ key: 'device', words: `on a ${deviceNames[query.device].toLowerCase()}` })
  if (query.source) words.push({ key: 'source', words: `from ${query.source}` })
  if (query.signal) words.push({ key: 'signal', words: `with a ${lookOf(query.signal).label}` })
  if (query.page) words.push({ key: 'page', words: `saw ${query.page}` })
  if (query.user) words.push({ key: 'user', words: `user ${query.user}` })
  if (query.clicked) words.push({ key: 'clicked', words: `clicked ${query.name ?? query.clicked}` })
  return words
}
