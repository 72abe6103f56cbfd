/** `84 ms`, `1.3 s`, `12 s`: how long a request or a task took. */
export function formatMs(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
}

/** `0 %`, `less than 0.1 %`, `3.4 %`, `62 %`: a part of 1. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent <= 0) return '0 %'
  if (percent < 0.1) return 'less than 0.1 %'
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`
}

const units = ['B', 'kB', 'MB', 'GB']

/** `512 B`, `1.4 kB`, `23 MB`. */
export function formatBytes(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]!}`
}
