/** What a canary is made of: not every place takes every word. */
export type Form = 'word' | 'digits' | 'date' | 'month' | 'week' | 'time' | 'local' | 'colour' | 'email' | 'halves'

const letters = 'bcdfghklmnprstvw'
/** What every canary of letters begins with, so that a search knows at once where there is none. */
export const stem = 'qzxjvk'

const two = (n: number): string => String(n).padStart(2, '0')

/** The canary of the `index`th place: in one form always another one, whatever the index below 4,096. */
export function canaryOf(index: number, form: Form = 'word'): string {
  // Neighbours look nothing alike: a search that found part of one would not find another.
  const mixed = (index * 40503) & 0xffff
  const year = 2100 + index
  const day = `${year}-${two((index % 12) + 1)}-${two((index % 28) + 1)}`
  if (form === 'digits') return `9041${String(mixed).padStart(5, '0')}`
  if (form === 'date') return day
  if (form === 'month') return day.slice(0, 7)
  if (form === 'week') return `${year}-W${two((index % 52) + 1)}`
  if (form === 'time') return `${two(index % 24)}:${two(index % 60)}:${two(index % 59)}.${String(index % 1000).padStart(3, '0')}`
  if (form === 'local') return `${day}T12:${two(index % 60)}`
  if (form === 'colour') return `#9d${mixed.toString(16).padStart(4, '0')}`
  return stem + [12, 8, 4, 0].map((shift) => letters[(mixed >> shift) & 15]).join('')
}
