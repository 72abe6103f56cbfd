import type { Project } from '@playhead/store'
import { demoProjectId } from './demo-project.ts'

/**
 * The script tag of a project. The demo shop's is the same wherever the server is reached from; it needs no banner and
 * shows its texts, because nobody's data is in it.
 */
export const snippetOf = ({ id, writeKey }: Pick<Project, 'id' | 'writeKey'>, publicUrl: string): string =>
  id === demoProjectId
    ? `<script async src="/playhead.js" data-key="${writeKey}" data-consent="granted" data-privacy="relaxed" data-console="structured" data-network="bodies" data-state></script>`
    : `<script async src="${publicUrl}/playhead.js" data-key="${writeKey}"></script>`
