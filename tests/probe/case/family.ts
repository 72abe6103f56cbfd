import type { Family } from '../probe.ts'
import { canvasFamily } from './canvas.ts'
import { element } from './element.ts'
import { font } from './font.ts'
import { form } from './form.ts'
import { frame } from './frame.ts'
import { image } from './image.ts'
import { layer } from './layer.ts'
import { leak } from './leak.ts'
import { media } from './media.ts'
import { motion } from './motion.ts'
import { pointer } from './pointer.ts'
import { shadow } from './shadow.ts'
import { signal } from './signal.ts'
import { style } from './style.ts'
import { svg } from './svg.ts'
import { viewport } from './viewport.ts'

export const families: readonly Family[] = [
  style,
  shadow,
  frame,
  form,
  layer,
  motion,
  media,
  canvasFamily,
  font,
  element,
  pointer,
  svg,
  image,
  viewport,
  signal,
  leak,
]
