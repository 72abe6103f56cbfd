import type { Family } from '../probe.ts'

const video = '<video id="a" muted loop src="/tone.wav"></video>'
const playing = 'await a.play()'

export const media: Family = {
  name: 'media',
  probes: [
    {
      name: 'play',
      html: video,
      act: playing,
      want: (seen) => seen.has('media', { of: 'a', playing: true, stream: false }),
      rrweb: /"source":7,"type":0|"mediaInteractionType":0|"type":0,"id":\d+,"currentTime"/,
    },
    {
      name: 'playing before the start, with its time',
      html: video,
      before: `${playing}; a.currentTime = 7`,
      want: (seen) => seen.holds('media', { of: 'a', playing: true, atMs: (ms) => ms >= 6900 }),
    },
    {
      name: 'pause',
      html: video,
      before: playing,
      act: 'a.pause()',
      want: (seen) => seen.has('media', { of: 'a', playing: false }),
      rrweb: /"source":7,"type":1|"type":1,"id":\d+,"currentTime"/,
    },
    {
      name: 'seek',
      html: video,
      act: 'a.currentTime = 11; await new Promise((r) => a.addEventListener("seeked", r, { once: true }))',
      want: (seen) => seen.has('media', { of: 'a', atMs: (ms) => Math.abs(ms - 11_000) < 50 }),
      rrweb: /"currentTime":11\b/,
    },
    { name: 'rate', html: video, act: 'a.playbackRate = 1.75', want: (seen) => seen.has('media', { of: 'a', rate: 1.75 }), marker: '1.75' },
    {
      name: 'volume and muted',
      html: video,
      act: 'a.muted = false; a.volume = 0.375',
      want: (seen) => seen.has('media', { of: 'a', muted: false, volume: (volume) => Math.abs(volume - 0.375) < 0.01 }),
      marker: '0.375',
    },
    {
      name: 'audio without a tree: a sound that no element shows',
      html: '<audio id="a" muted src="/tone.wav"></audio>',
      act: playing,
      want: (seen) => seen.has('media', { of: 'a', playing: true }),
      rrweb: /"source":7,"type":0|"type":0,"id":\d+,"currentTime"/,
    },
    {
      name: 'srcObject: a placeholder',
      html: '<canvas id="c"></canvas><video id="a" muted></video>',
      act: `c.getContext('2d').fillRect(0, 0, 9, 9); a.srcObject = c.captureStream(5); c.getContext('2d').fillRect(0, 0, 20, 20); a.play().catch(() => 0)`,
      want: (seen) => seen.has('media', { of: 'a', stream: true }),
      needs: 'HTMLCanvasElement.prototype.captureStream',
    },
    {
      name: 'media within a shadow root',
      html: '<div id="host"></div>',
      before: `host.attachShadow({ mode: 'open' }).innerHTML = '${video}'`,
      act: `await host.shadowRoot.getElementById('a').play()`,
      want: (seen) => seen.has('media', { of: 'a', playing: true }),
      rrweb: /"source":7,"type":0|"type":0,"id":\d+,"currentTime"/,
    },
  ],
}
