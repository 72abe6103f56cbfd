import { layFlat } from './garment.ts'
import type { Tone } from './tone.ts'

const ground = (x: number, y: number, rx: number): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${rx * 0.11}" fill="#0c1c24" opacity=".16"/>`

export function drawScarf(tone: Tone): string {
  const scarf =
    'M250 200 C340 150 470 150 560 210 C610 250 600 330 540 350 L560 800 H420 L410 380 C380 390 350 384 330 372 L300 700 H170 L216 330 C190 280 200 230 250 200 Z'
  const stripe = (y: number, height: number): string =>
    `<rect x="100" y="${y}" width="600" height="${height}" fill="${tone.light}" opacity=".85"/>`
  const inside = `${stripe(450, 24)}${stripe(500, 50)}${stripe(580, 14)}${stripe(660, 60)}<path d="M250 240 C340 200 470 200 540 260 M240 290 C340 240 460 250 520 320" fill="none" stroke="${tone.dark}" stroke-width="9"/><path d="M330 372 C400 340 460 340 540 350" fill="none" stroke="${tone.deep}" stroke-width="8" opacity=".6"/>`
  const fringe =
    [425, 449, 473, 497, 521, 545]
      .map((x) => `<path d="M${x} 798 l4 52" stroke="${tone.base}" stroke-width="9" stroke-linecap="round"/>`)
      .join('') +
    [178, 202, 226, 250, 274, 292]
      .map((x) => `<path d="M${x} 698 l-4 52" stroke="${tone.base}" stroke-width="9" stroke-linecap="round"/>`)
      .join('')
  return `${fringe}${layFlat(scarf, tone, inside)}`
}

export function drawSack(tone: Tone): string {
  const sack = 'M238 330 C240 290 560 290 562 330 L590 800 C590 850 210 850 210 800 Z'
  const inside = `<rect x="200" y="520" width="400" height="150" fill="#f7f4ea"/><path d="M250 620 l70 -62 l44 40 l80 -74 l110 96" fill="none" stroke="#10232b" stroke-width="12" stroke-linejoin="round"/><path d="M300 320 q-20 240 -8 500 M500 320 q20 240 8 500" stroke="${tone.dark}" stroke-width="5" fill="none" opacity=".5"/>`
  return `${ground(400, 848, 230)}${layFlat(sack, tone, inside)}<rect x="262" y="236" width="276" height="84" rx="26" fill="${tone.dark}"/><path d="M280 262 h240 M280 288 h240" stroke="${tone.deep}" stroke-width="5"/><path d="M268 262 C300 160 500 160 532 262" fill="none" stroke="${tone.deep}" stroke-width="20"/><rect x="364" y="164" width="72" height="44" rx="8" fill="#10232b"/>`
}

export function drawMug(tone: Tone): string {
  const mug = 'M210 360 H550 L536 720 Q532 756 496 756 H264 Q228 756 224 720 Z'
  const inside = `<path d="M280 600 l56 -50 l36 32 l66 -60 l70 66" fill="none" stroke="${tone.deep}" stroke-width="10" stroke-linejoin="round"/><rect x="250" y="380" width="26" height="330" rx="13" fill="#fff" opacity=".35"/>`
  return `${ground(390, 760, 230)}<path d="M536 440 C660 420 660 650 528 640" fill="none" stroke="${tone.dark}" stroke-width="30"/>${layFlat(mug, tone, inside)}<ellipse cx="380" cy="360" rx="172" ry="42" fill="#10232b"/><ellipse cx="380" cy="368" rx="150" ry="31" fill="#5a3a26"/><path d="M330 300 q-24 -40 0 -80 t0 -80 M420 300 q-24 -40 0 -80 t0 -80" fill="none" stroke="#fff" stroke-width="12" opacity=".7" stroke-linecap="round"/>`
}

export function drawFlask(tone: Tone): string {
  const flask = 'M300 300 H500 C530 330 540 360 540 400 V830 Q540 862 508 862 H292 Q260 862 260 830 V400 C260 360 270 330 300 300 Z'
  const inside = `<rect x="250" y="470" width="300" height="16" fill="${tone.dark}"/><rect x="250" y="800" width="300" height="70" fill="${tone.dark}"/><rect x="292" y="360" width="30" height="430" rx="15" fill="#fff" opacity=".3"/><path d="M356 640 l34 -30 l22 20 l40 -36 l42 40" fill="none" stroke="#f7f4ea" stroke-width="8" stroke-linejoin="round"/>`
  return `${ground(400, 864, 190)}${layFlat(flask, tone, inside)}<rect x="316" y="170" width="168" height="132" rx="22" fill="#cfd6d7"/><rect x="316" y="262" width="168" height="24" fill="#9aa7aa"/><rect x="340" y="184" width="20" height="70" rx="10" fill="#fff" opacity=".8"/>`
}

export function drawLantern(tone: Tone): string {
  const base = 'M270 690 H530 L560 820 Q562 846 536 846 H264 Q238 846 240 820 Z'
  return `${ground(400, 848, 220)}<path d="M262 420 C240 180 560 180 538 420" fill="none" stroke="#b58a3a" stroke-width="14"/><rect x="300" y="300" width="200" height="64" rx="14" fill="${tone.dark}"/><path d="M300 362 C250 450 250 600 286 692 H514 C550 600 550 450 500 362 Z" fill="#fff6d6"/><circle cx="400" cy="560" r="120" fill="#ffd873" opacity=".55"/><path d="M400 450 C440 510 452 550 440 592 C430 640 370 640 360 592 C350 552 380 520 400 450 Z" fill="#f29a2e"/><path d="M400 530 C418 560 422 580 416 600 C410 622 390 622 384 600 C380 582 392 566 400 530 Z" fill="#fff3c4"/>
<path d="M326 366 C288 450 288 600 312 690 M474 366 C512 450 512 600 488 690 M262 500 H538 M262 580 H538" fill="none" stroke="${tone.deep}" stroke-width="7"/>${layFlat(base, tone, `<rect x="230" y="720" width="340" height="14" fill="${tone.dark}"/><circle cx="400" cy="788" r="22" fill="${tone.deep}"/>`)}`
}

export function drawTote(tone: Tone): string {
  const bag = 'M190 400 H610 L580 850 H220 Z'
  const rope = '#c9a66b'
  const inside = `<rect x="180" y="720" width="440" height="140" fill="#21414f"/><path d="M190 424 h420" stroke="${tone.dark}" stroke-width="4" stroke-dasharray="10 8"/><path d="M320 610 l50 -46 l34 30 l60 -54 l56 52" fill="none" stroke="#21414f" stroke-width="11" stroke-linejoin="round"/>`
  return `${ground(400, 852, 220)}<path d="M286 420 C276 140 524 140 514 420" fill="none" stroke="${rope}" stroke-width="20"/>${layFlat(bag, tone, inside)}<path d="M286 470 V390 M514 470 V390" stroke="${rope}" stroke-width="22" stroke-linecap="round"/><circle cx="286" cy="476" r="18" fill="${rope}"/><circle cx="514" cy="476" r="18" fill="${rope}"/><path d="M286 400 q8 -160 60 -190" fill="none" stroke="#a98448" stroke-width="4" stroke-dasharray="6 10"/>`
}

export function drawBlanket(tone: Tone): string {
  const fold = 'M170 330 Q170 290 210 290 H590 Q630 290 630 330 V760 Q630 800 590 800 H210 Q170 800 170 760 Z'
  const check = Array.from(
    { length: 7 },
    (_, i) =>
      `<rect x="${186 + i * 68}" y="280" width="30" height="540" fill="${tone.light}" opacity=".42"/><rect x="150" y="${316 + i * 72}" width="520" height="30" fill="${tone.dark}" opacity=".42"/>`,
  ).join('')
  const inside = `${check}<path d="M170 460 H630 M170 630 H630" stroke="${tone.deep}" stroke-width="6" opacity=".6"/>`
  const edge = Array.from(
    { length: 18 },
    (_, i) => `<path d="M${196 + i * 24} 806 l-8 30" stroke="${tone.light}" stroke-width="8" stroke-linecap="round"/>`,
  ).join('')
  return `${ground(400, 834, 260)}${edge}${layFlat(fold, tone, inside)}<rect x="350" y="500" width="100" height="76" rx="4" fill="#f7f4ea"/><path d="M368 552 l22 -20 l14 12 l26 -22" fill="none" stroke="#10232b" stroke-width="5"/>`
}

export function drawBook(tone: Tone): string {
  const cover = 'M220 210 H560 Q584 210 584 234 V810 Q584 834 560 834 H220 Z'
  const inside = `<rect x="220" y="200" width="52" height="640" fill="${tone.dark}"/><rect x="320" y="300" width="210" height="130" fill="#f7f4ea"/><path d="M344 340 h160 M344 366 h160 M344 392 h100" stroke="#10232b" stroke-width="7"/><path d="M340 700 l56 -50 l36 32 l66 -60 l50 46" fill="none" stroke="${tone.light}" stroke-width="10" stroke-linejoin="round"/>`
  return `<path d="M236 226 H596 V846 H236 Z" fill="#f2efe4" stroke="#cfd6d7" stroke-width="4"/>${layFlat(cover, tone, inside)}<rect x="528" y="200" width="16" height="644" fill="${tone.deep}"/><path d="M300 834 v70 l14 -16 l14 16 v-70 Z" fill="#d9532c"/>`
}
