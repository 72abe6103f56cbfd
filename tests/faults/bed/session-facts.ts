import type { SessionFacts } from '../../../packages/filter/src/index.ts'
import { facts } from '../../../packages/filter/src/session-facts.property.ts'

/** The same session with texts and pages so long that a slow comparison shows. */
export const longFacts: SessionFacts = {
  ...facts,
  exitPage: `/${'a'.repeat(2000)}`,
  pages: Array.from({ length: 50 }, (_, n) => ({ timeMs: n, page: n % 2 ? '/cart' : `/${'a'.repeat(500)}` })),
  clicks: [{ timeMs: 5, key: 'k', name: 'a'.repeat(2000) }],
  errors: [{ timeMs: 7, message: `TypeError: ${'ab'.repeat(1000)}` }],
}
