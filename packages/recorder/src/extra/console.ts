import type { Extra } from '../scope.ts'
import { createRedact, type RedactOptions } from './redact.ts'

const maxLength = 2000

/** Tells what objects that the console gets consist of, masked, instead of that they are objects. */
export function createConsole(options: RedactOptions | 'structured' = {}): Extra {
  return (scope) => {
    const redact = createRedact(scope, options as RedactOptions)
    scope.describe = (value) => JSON.stringify(redact(value)).slice(0, maxLength)
  }
}
