/** What a document that shows recorded DOM may do: draw, and run the one script with this hash. */
const directives = (scriptHash: string): readonly string[] => [
  "default-src 'none'",
  `script-src '${scriptHash}'`,
  "script-src-attr 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data: blob:',
  'media-src data: blob:',
  "connect-src 'none'",
  "frame-src 'none'",
  "child-src 'none'",
  "worker-src 'none'",
  "object-src 'none'",
  "manifest-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types playhead',
]

/** The policy of a file that holds a whole recording: its own script and the frame's, and no network at all. */
export const offlineMeta = (scriptHashes: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${scriptHashes.map((hash) => `'${hash}'`).join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data: blob:',
    'media-src data: blob:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')

/** The policy as a response header. `scriptHash` is `sha256-…`. */
export const frameHeader = (scriptHash: string): string =>
  ['sandbox allow-scripts', ...directives(scriptHash), "frame-ancestors 'self'"].join('; ')

/** The part of it that a `<meta http-equiv>` can carry. */
export const frameMeta = (scriptHash: string): string => directives(scriptHash).join('; ')
