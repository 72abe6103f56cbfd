/** Mixes two `#rrggbb` colours; `share` is how much of the second one, 0 to 1. */
export function mix(from: string, to: string, share: number): string {
  const part = (offset: number): string => {
    const a = Number.parseInt(from.slice(offset, offset + 2), 16)
    const b = Number.parseInt(to.slice(offset, offset + 2), 16)
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${part(1)}${part(3)}${part(5)}`
}

/** The few tones one drawing is made of. */
export interface Tone {
  base: string
  dark: string
  deep: string
  light: string
  paper: string
}

export function toneOf(hex: string): Tone {
  return {
    base: hex,
    dark: mix(hex, '#0c1c24', 0.22),
    deep: mix(hex, '#0c1c24', 0.5),
    light: mix(hex, '#ffffff', 0.28),
    paper: mix(mix(hex, '#dfe7e8', 0.82), '#ffffff', 0.2),
  }
}
