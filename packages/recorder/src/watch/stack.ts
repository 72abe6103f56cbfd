import { pageUrl } from '../privacy/url.ts'

const frame =
  /(?:^\s*at (?:async )?|^)(?:([\w$.<>]{1,80}) \(|([\w$.<>/*]{0,80})@)?.{0,200}?(\b(?:https?|file|blob|[\w-]{1,20}-extension):\/\/[^\s)]{1,2000}?)(:\d+(?::\d+)?)\)?$/

/** Whether this browser writes an error's message above its frames. */
export const hasHeader = (): boolean => /^\w*Error/.test(String(new Error('a').stack))

/** What follows the header. A message may have lines that look like frames: where it is not what the header says, nothing is certain. */
function afterHeader(stack: string, message: string): string {
  const at = message ? stack.indexOf(message) : /^.*/.exec(stack)![0].length
  const rest = stack.slice(at + message.length)
  return at >= 0 && /^[-\w$. ]*(?:: )?$/.test(stack.slice(0, at)) && /^(?:\n|$)/.test(rest) ? rest : ''
}

/** Frames without the message above them, their addresses as templates. @param isHeaded whether there is one */
export const framesOf = (stack: string, message: string, isHeaded: boolean): string =>
  (isHeaded ? afterHeader(stack, message) : stack)
    .split('\n')
    .flatMap((line) => {
      // A browser writes frames in one way.
      const found = /^\s+at /.test(line) === isHeaded && frame.exec(line.slice(0, 2500))
      return found ? [`at ${found[1] || found[2] || '?'} (${pageUrl(found[3]!)}${found[4]})`] : []
    })
    .slice(0, 30)
    .join('\n')
