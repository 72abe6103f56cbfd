/** Lines that only one of two logs has, in order: `- ` of the first, `+ ` of the second. Empty where both are the same, and at most forty. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const found: string[] = []
  let i = 0
  let j = 0
  while (found.length < 40 && (i < before.length || j < after.length)) {
    if (before[i] === after[j]) {
      i++
      j++
      continue
    }
    const [skipped, extra] = nearest(before, after, i, j)
    for (; skipped > i; i++) found.push(`- ${before[i]}`)
    for (; extra > j; j++) found.push(`+ ${after[j]}`)
  }
  return found
}

/** Where both go on alike again, the nearest such place. */
function nearest(before: readonly string[], after: readonly string[], i: number, j: number): [number, number] {
  for (let distance = 1; distance < 200; distance++)
    for (let skip = 0; skip <= distance; skip++) {
      const [a, b] = [i + skip, j + distance - skip]
      if (a < before.length && b < after.length && before[a] === after[b]) return [a, b]
    }
  return [before.length, after.length]
}
