import type { Extra } from '../scope.ts'
import { redact, type RedactOptions } from './redact.ts'

const maxLength = 2000

/** Tells what objects that the console gets consist of, masked, instead of that they are objects. */
export function createConsole(options: RedactOptions | 'structured' = {}): Extra {
  return (scope) => {
    scope.describe = (value) => JSON.stringify(redact(scope, value, options as RedactOptions)).slice(0, maxLength)
  }
}
