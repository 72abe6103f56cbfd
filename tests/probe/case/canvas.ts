import type { Family } from '../probe.ts'

const canvas = '<canvas id="c" width="60" height="40"></canvas>'
const draw = `const g = c.getContext('2d'); g.fillStyle = 'rgb(200, 30, 30)'; g.fillRect(5, 5, 40, 20)`
const opted = { canvas: true }

export const canvasFamily: Family = {
  name: 'canvas',
  probes: [
    {
      name: 'canvas 2D, opted in',
      html: canvas,
      act: draw,
      options: opted,
      want: (seen) => seen.has('canvas', { of: 'c', image: /^data:image\/[a-z]+;base64,.{30}/ }),
      marker: /fillRect|data:image\/(?!gif)|"rr_dataURL"|drawImage/,
    },
    {
      name: 'canvas drawn before the start, opted in',
      html: canvas,
      before: draw,
      options: opted,
      want: (seen) => seen.holds('canvas', { of: 'c', image: /^data:image/ }),
      marker: /fillRect|data:image\/(?!gif)|"rr_dataURL"|drawImage/,
    },
    {
      name: 'canvas WebGL, opted in',
      html: canvas,
      act: `const g = c.getContext('webgl'); await new Promise((r) => requestAnimationFrame(() => { g.clearColor(0.2, 0.4, 0.6, 1); g.clear(g.COLOR_BUFFER_BIT); r() }))`,
      options: opted,
      want: (seen) => seen.has('canvas', { of: 'c', image: /^data:image/ }),
      marker: /clearColor|data:image\/(?!gif)|drawImage/,
      needs: `document.createElement('canvas').getContext('webgl')`,
    },
    {
      name: 'canvas: at most two pictures a second',
      html: canvas,
      act: `const g = c.getContext('2d'); const endMs = Date.now() + 1600; while (Date.now() < endMs) { g.fillStyle = 'hsl(' + (Date.now() % 360) + ' 80% 50%)'; g.fillRect(0, 0, 60, 40); await new Promise((r) => setTimeout(r, 30)) }`,
      options: opted,
      want: (seen) => seen.all('canvas').length >= 2 && seen.all('canvas').length <= 5,
    },
    {
      name: 'canvas with an image of another origin: counted, not broken',
      html: canvas,
      act: `const i = new Image(); i.src = '$FOREIGN/apart.png'; await i.decode(); c.getContext('2d').drawImage(i, 0, 0)`,
      options: opted,
      want: (seen) => seen.holds('loss', { what: 'canvas' }),
      patienceMs: 4000,
    },
    {
      name: 'canvas not opted in: no picture, its box',
      html: canvas,
      act: draw,
      want: (seen) => !!seen.node('c') && !seen.text.includes('data:image'),
    },
  ],
}
