import type { Family } from '../case.ts'
import { apps } from './app.ts'
import { churn } from './churn.ts'
import { form } from './form.ts'
import { frame } from './frame.ts'
import { layer } from './layer.ts'
import { motion } from './motion.ts'
import { picture } from './picture.ts'
import { place } from './place.ts'
import { pointer } from './pointer.ts'
import { shadow } from './shadow.ts'
import { style } from './style.ts'

export const families: readonly Family[] = [style, shadow, frame, form, layer, motion, picture, pointer, place, churn, apps]
