import type { Player } from '../player-types.ts'

/** What a file without a server offers to steer by: play, a slider, speeds, the address shown and what is missing. */
export function addBar(bar: HTMLElement, player: Player, span: { readonly fromMs: number; readonly toMs: number }): void {
  const { fromMs, toMs } = span
  const play = button('Play (space)', togglePlay)
  const slider = document.createElement('input')
  const time = document.createElement('span')
  const speed = document.createElement('select')
  const address = document.createElement('span')
  const missing = document.createElement('span')
  slider.type = 'range'
  slider.min = String(fromMs)
  slider.max = String(toMs)
  slider.step = '1'
  slider.ariaLabel = 'Moment'
  speed.ariaLabel = 'Speed'
  for (const times of [0.5, 1, 2, 4, 8, 16]) speed.append(new Option(`${times}×`, String(times), times === 1, times === 1))
  time.className = 'time'
  address.className = 'address'
  missing.className = 'missing'

  function togglePlay(): void {
    if (player.isPlaying) return player.pause()
    if (player.currentMs >= toMs) void player.seek(fromMs).then(() => player.play())
    else player.play()
  }
  const seek = (ms: number): void => void player.seek(Math.min(toMs, Math.max(fromMs, ms)))

  slider.addEventListener('input', () => seek(Number(slider.value)))
  speed.addEventListener('change', () => player.setSpeed(Number(speed.value)))
  player.on('time', (ms) => {
    if (ms > toMs && player.isPlaying) {
      player.pause()
      return seek(toMs)
    }
    slider.value = String(ms)
    time.textContent = `${clock(ms - fromMs)} / ${clock(toMs - fromMs)}`
  })
  player.on('state', ({ isPlaying }) => {
    play.textContent = isPlaying ? '❚❚' : '▶'
    play.ariaLabel = isPlaying ? 'Pause (space)' : 'Play (space)'
  })
  player.on('page', ({ url }) => (address.textContent = url))
  const tellMissing = (): void => {
    const count = player.missing.reduce((sum, entry) => sum + entry.count, 0)
    missing.textContent = count ? `${count} not shown` : ''
    missing.title = player.missing.map(({ what, detail, count: times }) => `${what} ${detail}: ${times}`).join('\n')
  }
  player.on('missing', tellMissing)
  tellMissing()
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return
    const step = event.key === 'ArrowLeft' ? -5000 : event.key === 'ArrowRight' ? 5000 : 0
    if (event.key === ' ') togglePlay()
    else if (step) seek(player.currentMs + step)
    else return
    event.preventDefault()
  })
  bar.append(play, slider, time, speed, address, missing)
}

function button(label: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.textContent = '▶'
  element.ariaLabel = label
  element.addEventListener('click', act)
  return element
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
