/** As much as one path of a QR code says at least. */
const leastLength = 500
/** So many equal pieces are a picture of something else. */
const maxPieces = 200

const isStraight = (d: string): boolean => !/[^-\d\s.,mhvz]/i.test(d)

/** A path that goes nowhere but along the axes, and far: what a QR code is drawn as. */
export const isCode = (d: string): boolean => d.length > leastLength && isStraight(d)

/** Shapes of one drawing, for codes that are drawn piece by piece. */
export interface Shapes {
  /** @param blank takes the shape out of what was told */
  add(tag: string, get: (name: string) => string | undefined, blank: () => void): void
  /** The drawing ends: what was drawn of very many equal pieces is taken back. */
  end(): void
}

export function createShapes(): Shapes {
  const kinds = new Map<string, (() => void)[]>()
  return {
    add(tag, get, blank) {
      const d = get('d') ?? ''
      if (!isStraight(d)) return
      // A path begins where it stands.
      const kind = [tag, ...['width', 'height', 'href', 'xlink:href'].map(get), d.replace(/^\s*m[-\d\s.,]*/i, '')].join()
      const found = kinds.get(kind)
      if (found) found.push(blank)
      else kinds.set(kind, [blank])
    },
    end() {
      for (const blanks of kinds.values()) if (blanks.length > maxPieces) for (const blank of blanks) blank()
      kinds.clear()
    },
  }
}
