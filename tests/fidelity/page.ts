import type { Case } from './case.ts'

/** The caret blinks: without it two pictures of one moment are the same. */
const still = '<style>html { caret-color: transparent }</style>'

/** The page of a case, recorded by the script that `/<recorder>.js` is. */
export function pageOf({ name, head = '', html, script, doctype = '<!doctype html>', app }: Case, recorder: string): string {
  const links = app ? `<link rel="stylesheet" href="/app/${app}.css">` : ''
  const scripts = [
    '<script>startRecording()</script>',
    script ? `<script>${script}</script>` : '',
    app ? `<script src="/app/${app}.js"></script>` : '',
  ]
  return `${doctype}<html lang="en"><head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">${still}<script src="/${recorder}.js"></script>${links}${head}</head><body>${html}${scripts.join('')}</body></html>`
}
