/** A number as CSS writes it, without exponents. */
const number = /-?(?:\d+(?:\.\d+)?|\.\d+)/g
const scale = 1000

/**
 * Shifts the numbers of a `style` value, in order, by whole thousandths. What does not move stays as it is written.
 *
 * @see docs/recording-format.md#W15
 */
export function shiftNumbers(style: string, next: () => number): string {
  return style.replace(number, (written) => {
    const shift = next()
    return shift ? String((Math.round(Number(written) * scale) + shift) / scale) : written
  })
}

const isDigit = (code: number): boolean => code > 47 && code < 58

/**
 * By how much numbers moved from one `style` value to another, and the value that shifting then gives: `to`, but for
 * what nobody sees of numbers. Null where more than numbers changed, or where digits would not come back as they were.
 *
 * It is read character by character: pages move hundreds of elements in every frame.
 */
export function numberShifts(from: string, to: string): { shifts: number[]; style: string } | null {
  const shifts: number[] = []
  let style = ''
  let copied = 0
  let a = 0
  let b = 0
  /** Of the number read last: its end, its thousandths, whether it is written as shifting writes it, and no finer. */
  let end = 0
  let isPlain = true
  let isFine = false
  function startsNumber(text: string, at: number): boolean {
    let code = text.charCodeAt(at)
    if (code === 45) code = text.charCodeAt(++at)
    return isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))
  }
  function read(text: string, at: number): number {
    const isNegative = text.charCodeAt(at) === 45
    let i = isNegative ? at + 1 : at
    const whole = i
    while (isDigit(text.charCodeAt(i))) i++
    isPlain = i === whole + 1 || (i > whole && text.charCodeAt(whole) !== 48)
    isFine = false
    if (text.charCodeAt(i) === 46 && isDigit(text.charCodeAt(i + 1))) {
      const dot = i++
      while (isDigit(text.charCodeAt(i))) i++
      isFine = i - dot > 4
      if (text.charCodeAt(i - 1) === 48) isPlain = false
    }
    end = i
    const value = Math.round(Number(text.slice(at, i)) * scale)
    if (isNegative && !value) isPlain = false
    return value
  }
  while (a < from.length && b < to.length) {
    const isNumber = startsNumber(to, b)
    if (isNumber !== startsNumber(from, a)) return null
    if (!isNumber) {
      if (from.charCodeAt(a) !== to.charCodeAt(b)) return null
      a++
      b++
      continue
    }
    const before = read(from, a)
    const start = a
    a = end
    const after = read(to, b)
    if (before === after && from.slice(start, a) === to.slice(b, end)) shifts.push(0)
    else {
      // A difference of nothing would leave it as it was written.
      if (!isPlain || before === after) return null
      shifts.push(after - before)
      if (isFine) {
        style += to.slice(copied, b) + String(after / scale)
        copied = end
      }
    }
    b = end
  }
  return a === from.length && b === to.length && shifts.length ? { shifts, style: style + to.slice(copied) } : null
}

/** What a `restyle` event does: tells each element's new value. `styleOf` says the one it has, if it is known. */
export function restyled(
  { ids, shifts }: { readonly ids: readonly number[]; readonly shifts: readonly number[] },
  styleOf: (id: number) => string | undefined,
  set: (id: number, style: string) => void,
): void {
  let id = 0
  let at = 0
  for (const step of ids) {
    id += step
    const style = styleOf(id)
    // Without it nobody knows which shifts are whose.
    if (style === undefined) return
    set(
      id,
      shiftNumbers(style, () => shifts[at++] ?? 0),
    )
  }
}
