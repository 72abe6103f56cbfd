/**
 * `clip --file clip.html --format webm|gif|png --out file [--fps 12] [--max-width 960]`: draws the span that the file
 * holds. Tells its progress as a JSON object a line; what goes wrong as `{"error": {"code", "message"}}` on stderr.
 */
import { parseArgs } from 'node:util'
import { drawClip, type ClipFormat } from './draw.ts'

const help = 'clip --file clip.html --format webm|gif|png --out file [--fps 1…30, default 12] [--max-width 160…1920, default 960]'

function fail(code: string, message: string): never {
  process.stderr.write(`${JSON.stringify({ error: { code, message } })}\n`)
  process.exit(1)
}
function numberIn(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (!(value >= least && value <= most)) fail('usage', `--${name} must be ${least} to ${most}. ${help}`)
  return value
}

try {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      format: { type: 'string' },
      out: { type: 'string' },
      fps: { type: 'string', default: '12' },
      'max-width': { type: 'string', default: '960' },
      help: { type: 'boolean', default: false },
    },
  })
  const { file, format, out } = values
  if (values.help) process.stdout.write(`${help}\n`)
  else if (!file || !out || !format || !['webm', 'gif', 'png'].includes(format)) fail('usage', help)
  else
    await drawClip({
      file,
      format: format as ClipFormat,
      out,
      framesPerSecond: numberIn(values.fps, 'fps', 1, 30),
      maxWidth: numberIn(values['max-width'], 'max-width', 160, 1920),
      onProgress: (done, total) => process.stdout.write(`${JSON.stringify({ done, total })}\n`),
    })
} catch (error) {
  fail('clip-failed', error instanceof Error ? error.message : String(error))
}
