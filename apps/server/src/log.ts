import { pino, type Logger } from 'pino'
import type { LogLevel } from '@playhead/api'

export type Log = Logger

/** JSON lines on stderr. Secrets are cut out by path; addresses are logged without their query. Only warnings unless more is asked for. */
export const createLog = (level: LogLevel | undefined): Log =>
  pino(
    {
      level: level ?? 'warn',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token', '*.cookie', '*.authorization', '*.writeKey'],
        censor: '[cut]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
