import type { SessionFacts } from './match.ts'
import { conditions, joinKeys } from './schema.ts'

/** A session that most conditions can be asked of. */
export const facts: SessionFacts = {
  device: 'phone',
  source: 'google',
  medium: 'organic',
  campaign: '',
  returning: false,
  country: '',
  browser: 'Safari',
  os: 'iOS',
  language: 'de',
  entryPage: '/',
  exitPage: '/cart',
  durationMs: 90_000,
  activeMs: 30_000,
  user: null,
  traits: { role: 'admin' },
  variants: { cta: 'B' },
  pages: [
    { timeMs: 0, page: '/' },
    { timeMs: 10, page: '/cart' },
  ],
  clicks: [{ timeMs: 5, key: 'k', name: 'Go' }],
  saw: [],
  exitAfter: null,
  signals: [{ timeMs: 6, kind: 'rage-click', page: '/cart' }],
  depths: [{ page: '/', depth: 0.8 }],
  errors: [{ timeMs: 7, message: 'TypeError: x' }],
  requests: [{ timeMs: 8, url: 'https://a/api/x', path: '/api/x', status: 500 }],
  events: [{ timeMs: 9, name: 'signup', properties: { plan: 'pro' } }],
  forms: [],
  watched: false,
  tags: [],
}

/** Names that a filter's tree knows, and some that it must not take for its own. */
export const filterKeys: readonly string[] = [
  ...Object.keys(conditions),
  ...joinKeys,
  'count',
  'on',
  'where',
  'gte',
  'lt',
  'eq',
  'element',
  'text',
  'url',
  'status',
  '__proto__',
  'constructor',
  'toString',
]
