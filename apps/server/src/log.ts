import { pino, type Logger } from 'pino'
import type { LogLevel } from '@playhead/api'

export type Log = Logger

/** A person who watches a terminal reads that it is ready, not a wall of JSON; a log that is kept tells of starts, stops and erasures. */
export const levelOf = (asked: LogLevel | undefined, isTerminal: boolean): LogLevel => asked ?? (isTerminal ? 'warn' : 'info')

/** JSON lines on stderr. Secrets are cut out by path; addresses are logged without their query. */
export const createLog = (level: LogLevel | undefined): Log =>
  pino(
    {
      level: levelOf(level, process.stderr.isTTY),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token', '*.cookie', '*.authorization', '*.writeKey'],
        censor: '[cut]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
