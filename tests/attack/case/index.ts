import type { Family } from '../attack.ts'
import { address } from './address.ts'
import { inAsset } from './asset.ts'
import { channel } from './channel.ts'
import { css } from './css.ts'
import { inFlood } from './flood.ts'
import { form } from './form.ts'
import { frame } from './frame.ts'
import { handler } from './handler.ts'
import { inHead } from './head.ts'
import { inImport } from './import.ts'
import { name } from './name.ts'
import { parser } from './parser.ts'
import { script } from './script.ts'
import { svg } from './svg.ts'

export const families: readonly Family[] = [
  script,
  handler,
  address,
  css,
  svg,
  frame,
  inHead,
  form,
  parser,
  name,
  inAsset,
  channel,
  inImport,
  inFlood,
]
