import type { EventOf } from '@playhead/wire'

/**
 * What tells one fault from another: kind, message and the topmost frame of the stack, or the source where there is no
 * stack. Numbers within the message do not count: they are what differs between two times of the same fault.
 */
export function fingerprintOf({ kind, message, stack, source, line, column }: EventOf<'error'>): string {
  const frame = stack.split('\n', 1)[0] || (source && `${source}:${line}:${column}`)
  return [kind, message.replace(/\d+/g, '#'), frame].join('\n')
}
