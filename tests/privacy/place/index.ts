import { attributePlaces } from './attribute.ts'
import { channelPlaces } from './channel.ts'
import { cssPlaces } from './css.ts'
import { documentPlaces } from './document.ts'
import { framePlaces } from './frame.ts'
import { inputPlaces } from './input.ts'
import type { Place } from './place.ts'
import { textPlaces } from './text.ts'

export type { Place } from './place.ts'
export const places: readonly Place[] = [
  ...documentPlaces,
  ...textPlaces,
  ...inputPlaces,
  ...attributePlaces,
  ...cssPlaces,
  ...framePlaces,
  ...channelPlaces,
]
