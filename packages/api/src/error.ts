/**
 * Every way Playhead says no: the code, the HTTP status it travels with, and the sentence a person reads.
 * The server, the command line and docs all take it from here. `status: null` never travels over HTTP: it stops a command.
 */
export const errorTable = {
  // -- ingest -----------------------------------------------------------------------------------
  'bad-chunk': { status: 400, text: 'These bytes are not a whole Playhead chunk.' },
  'bad-id': { status: 400, text: 'A session, tab or view id is not 22 characters of 0-9 A-Z a-z _ -.' },
  'bad-clock': { status: 400, text: 'The times in this chunk do not add up, or its clock is too far from the server’s.' },
  'bad-asset': { status: 400, text: 'No stored chunk names this asset, or its bytes do not have the hash it was announced with.' },
  'unknown-key': { status: 401, text: 'No project has this write key.' },
  'origin-not-allowed': {
    status: 403,
    text: 'This origin is not on the list of the project. Accept it on the Install page of the project.',
  },
  'session-token': { status: 403, text: 'Only the page that began this session may add to it.' },
  'no-consent': { status: 403, text: 'The first chunk of a tab does not say how consent was given.' },
  'too-slow': { status: 408, text: 'The request did not arrive in time.' },
  erased: { status: 410, text: 'This visit was erased, or its visitor withdrew consent. Nothing more of it is taken.' },
  conflict: { status: 409, text: 'Another chunk of this session already has this number. The first one is kept.' },
  'too-large': { status: 413, text: 'The body is larger than the limit.' },
  'session-over': { status: 413, text: 'A session lasts 4 hours and holds 50 MB at most. What follows belongs to a new one.' },
  'bad-encoding': { status: 415, text: 'The body must be sent as it is, without a Content-Encoding.' },
  'slow-down': { status: 429, text: 'Too many requests from this key or network. Try again after the time in Retry-After.' },
  'disk-full': { status: 503, text: 'The disk of the server is full. Nothing that was acknowledged is lost.' },
  'index-down': { status: 503, text: 'The index does not answer. Recording goes on; questions must wait.' },
  unavailable: { status: 503, text: 'The server cannot take this now. Try again after the time in Retry-After.' },
  // -- API --------------------------------------------------------------------------------------
  'bad-request': { status: 400, text: 'The request is not what this address expects.' },
  'question-too-heavy': { status: 422, text: 'This question takes longer, or more memory, than one may. Ask about a shorter time.' },
  'bad-filter': { status: 400, text: 'The filter is not understood.' },
  taken: { status: 409, text: 'This name or address is taken.' },
  'bad-recording': { status: 400, text: 'This file is not a recording that Playhead can read.' },
  'not-signed-in': { status: 401, text: 'Sign in first, or send a bearer token.' },
  'wrong-password': { status: 401, text: 'No account has this e-mail address and password.' },
  'cross-site': { status: 403, text: 'Changes are only accepted from the pages of this server.' },
  'not-allowed': { status: 403, text: 'Your role does not allow this.' },
  'setup-token': {
    status: 403,
    text: 'This set-up link was used already, or is not the last one this server printed. Restart the server: it prints a new one.',
  },
  'not-found': { status: 404, text: 'There is nothing here that you may see.' },
  'demo-running': { status: 409, text: 'Demo visitors are already on their way.' },
  'already-set-up': { status: 409, text: 'This server already has an account. Sign in instead.' },
  'too-many-attempts': { status: 429, text: 'Too many attempts. Wait a minute, then try again.' },
  'not-built': { status: 503, text: 'This part has not been built. Run npm run build.' },
  'bad-expectation': { status: 417, text: 'The server does nothing that an Expect header asks for but to say 100-continue.' },
  'headers-too-large': { status: 431, text: 'The address and headers of the request are larger than 16 KB.' },
  internal: { status: 500, text: 'Something went wrong on the server. Its log says what.' },
  // -- starting, and commands -------------------------------------------------------------------
  'bad-environment': { status: null, text: 'An environment variable is unknown or has a bad value.' },
  'port-taken': { status: null, text: 'Another program already listens on this port.' },
  'no-data': { status: null, text: 'There is no data of Playhead here.' },
  'dir-unreadable': { status: null, text: 'The data directory cannot be read.' },
  'dir-unwritable': { status: null, text: 'The data directory cannot be written.' },
  'dir-in-use': { status: null, text: 'Another server is using this data directory.' },
  'not-empty': { status: null, text: 'This folder holds something already.' },
  'bad-backup': { status: null, text: 'This backup is not finished, or damaged.' },
  'restore-unfinished': { status: null, text: 'A restore into this data directory was cut short. Run it again.' },
  'postgres-unreachable': { status: 503, text: 'PostgreSQL, which holds projects and accounts, cannot be used.' },
  's3-unreachable': { status: 503, text: 'S3, which holds assets and recording files, cannot be used.' },
  'clickhouse-unreachable': {
    status: 503,
    text: 'ClickHouse, which holds the index, cannot be used. Recording goes on; questions must wait.',
  },
  'index-taken': { status: null, text: 'The ClickHouse database holds the index of another Playhead.' },
  'newer-data': { status: null, text: 'The data was written by a newer version of Playhead.' },
  'server-unreachable': { status: null, text: 'The server did not answer.' },
  'bad-file': { status: null, text: 'The file cannot be used.' },
  'demo-failed': { status: null, text: 'The demo visitors did not finish.' },
  'damaged-file': { status: null, text: 'A file of the data directory is damaged.' },
  'damaged-data': { status: null, text: 'Some records do not match their checksums.' },
  'doctor-found': { status: null, text: 'Something needs mending.' },
} as const satisfies Record<string, { readonly status: number | null; readonly text: string }>

export type ErrorCode = keyof typeof errorTable

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorTable, code)

/** HTTP status of a code; codes that never travel give 500. */
export const statusOf = (code: ErrorCode): number => errorTable[code].status ?? 500

/** What a refusal looks like as JSON: the sentence of the table, and what exactly was wrong where that is known. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly detail?: string }
}

export const errorBody = (code: ErrorCode, detail?: string): ErrorBody => ({
  error: { code, message: errorTable[code].text, ...(detail === undefined ? {} : { detail }) },
})

/** A refusal on its way to a person. `detail` names the thing that was wrong, `status` is what HTTP said. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly detail: string | undefined
  constructor(code: ErrorCode, detail?: string) {
    super(detail === undefined ? errorTable[code].text : `${errorTable[code].text} ${detail}`)
    this.name = 'ApiError'
    this.code = code
    this.status = statusOf(code)
    this.detail = detail
  }
}
