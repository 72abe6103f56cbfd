/** `3:07`, `1:02:45`: a place on a timeline. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** `8 s`, `3 min 7 s`, `1 h 2 min`: how long something took. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `4 s ago`, `12 min ago`, `yesterday, 14:05`, `3 Nov, 14:05`. */
export function formatAgo(iso: string, nowMs: number = Date.now()): string {
  const at = new Date(iso)
  const seconds = Math.max(0, Math.round((nowMs - at.getTime()) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  const now = new Date(nowMs)
  if (at.toDateString() === now.toDateString()) return `today, ${time}`
  if (at.toDateString() === new Date(nowMs - 86_400_000).toDateString()) return `yesterday, ${time}`
  return `${at.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${time}`
}

/** `30 of 1,240 sessions`. */
export const formatPart = (part: number, all: number, noun: string): string => `${part.toLocaleString('en')} of ${formatCount(all, noun)}`

/** `1,204 clicks`, `1 click`. */
export const formatCount = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
