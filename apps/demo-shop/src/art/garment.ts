import type { Tone } from './tone.ts'

const torso =
  'M308 236 C346 276 454 276 492 236 L566 266 C650 304 690 470 716 700 L620 726 C604 620 590 548 572 486 L580 812 L220 812 L228 486 C210 548 196 620 180 726 L84 700 C110 470 150 304 234 266 Z'

/** Lays a shape flat on the ground with a shadow under it and a soft light from the left; `inside` is clipped to the shape. */
export function layFlat(path: string, tone: Tone, inside: string): string {
  return `<clipPath id="shape"><path d="${path}"/></clipPath>
<path d="${path}" transform="translate(14 22)" fill="#0c1c24" opacity=".13"/>
<path d="${path}" fill="${tone.base}"/>
<g clip-path="url(#shape)">${inside}<rect width="800" height="1000" fill="url(#side)"/></g>`
}

const knit = (tone: Tone): string =>
  `<pattern id="knit" width="18" height="16" patternUnits="userSpaceOnUse"><path d="M1 2 L9 10 L17 2" fill="none" stroke="${tone.dark}" stroke-width="3" opacity=".42" stroke-linecap="round"/></pattern>`

export const rib = (x: number, y: number, width: number, height: number, tone: Tone, turn = 0): string =>
  `<g transform="rotate(${turn} ${x + width / 2} ${y + height / 2})"><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${tone.dark}"/>${Array.from(
    { length: Math.floor(width / 12) },
    (_, i) => `<rect x="${x + 4 + i * 12}" y="${y}" width="4" height="${height}" fill="${tone.base}"/>`,
  ).join('')}</g>`

const arms = (tone: Tone): string =>
  `<path d="M228 486 C232 420 240 370 262 322 M572 486 C568 420 560 370 538 322" fill="none" stroke="${tone.deep}" stroke-width="4" opacity=".55"/>`

const stitch = (d: string, tone: Tone): string =>
  `<path d="${d}" fill="none" stroke="${tone.light}" stroke-width="3" stroke-dasharray="9 7" opacity=".8"/>`

export function drawJumper(tone: Tone): string {
  const inside = `<defs>${knit(tone)}</defs><rect width="800" height="1000" fill="url(#knit)"/>
${[300, 340, 380].map((y) => `<path d="M100 ${y + 60} Q400 ${y + 110} 700 ${y + 60}" fill="none" stroke="${tone.light}" stroke-width="10" stroke-dasharray="14 16" opacity=".9"/>`).join('')}
${rib(214, 762, 380, 60, tone)}${rib(72, 664, 130, 54, tone, -15)}${rib(598, 664, 130, 54, tone, 15)}${arms(tone)}`
  return `${layFlat(torso, tone, inside)}<path d="M300 238 C340 292 460 292 500 238 L484 222 C450 258 350 258 316 222 Z" fill="${tone.dark}"/><path d="M316 222 C350 258 450 258 484 222 C450 206 350 206 316 222 Z" fill="${tone.deep}"/>`
}

export function drawSmock(tone: Tone): string {
  const inside = `${arms(tone)}<rect x="262" y="600" width="112" height="130" rx="6" fill="${tone.dark}" opacity=".55"/><rect x="426" y="600" width="112" height="130" rx="6" fill="${tone.dark}" opacity=".55"/>
${stitch('M268 616 h100 M432 616 h100 M222 790 h356 M104 676 l88 24 M608 700 l88 -24', tone)}<path d="M400 262 v120" stroke="${tone.deep}" stroke-width="5"/>${stitch('M388 262 v130 h24 v-130', tone)}`
  return `${layFlat(torso, tone, inside)}<path d="M306 238 L330 204 L400 262 L470 204 L494 238 L420 318 L400 268 L380 318 Z" fill="${tone.dark}"/><path d="M330 204 C360 190 440 190 470 204 L400 262 Z" fill="${tone.deep}"/>`
}

export function drawJacket(tone: Tone): string {
  const inside = `${arms(tone)}<rect x="386" y="250" width="28" height="600" fill="${tone.dark}"/>
${[330, 430, 530, 630, 730].map((y) => `<rect x="380" y="${y}" width="40" height="15" rx="7" fill="#f7f4ea"/><circle cx="388" cy="${y + 7}" r="4" fill="${tone.deep}"/>`).join('')}
<path d="M250 610 h112 v20 l-56 16 l-56 -16 Z M438 610 h112 v20 l-56 16 l-56 -16 Z" fill="${tone.dark}"/><path d="M250 640 v100 h112 v-100 M438 640 v100 h112 v-100" fill="none" stroke="${tone.dark}" stroke-width="4"/>
${stitch('M222 792 h158 M420 792 h158 M102 684 l92 26 M606 710 l92 -26 M256 304 q144 70 288 0', tone)}`
  return `<path d="M290 262 C268 130 340 92 400 92 C460 92 532 130 510 262 C470 300 330 300 290 262 Z" fill="${tone.dark}"/><path d="M322 250 C306 160 356 130 400 130 C444 130 494 160 478 250 C450 282 350 282 322 250 Z" fill="${tone.deep}"/>
${layFlat(torso, tone, inside)}<path d="M330 262 l-14 130 M470 262 l14 130" stroke="#f7f4ea" stroke-width="6" stroke-linecap="round"/>`
}

export function drawTrousers(tone: Tone): string {
  const legs = 'M250 170 H550 L588 860 H440 L408 420 H392 L360 860 H212 Z'
  const inside = `<rect x="240" y="170" width="320" height="52" fill="${tone.dark}"/><path d="M400 222 v200" stroke="${tone.deep}" stroke-width="4"/>
<path d="M262 222 q10 90 -24 120 M538 222 q-10 90 24 120" fill="none" stroke="${tone.light}" stroke-width="4" stroke-dasharray="9 7"/>
<path d="M232 520 h140 l-8 150 h-140 Z M428 520 h140 l8 150 h-140 Z" fill="${tone.dark}" opacity=".5"/>${stitch('M212 838 h150 M438 838 h150 M414 240 q6 90 -8 130', tone)}
<circle cx="400" cy="196" r="9" fill="#f7f4ea"/>${[290, 350, 450, 510].map((x) => `<rect x="${x - 6}" y="162" width="12" height="66" rx="3" fill="${tone.base}" stroke="${tone.deep}" stroke-width="2"/>`).join('')}`
  return layFlat(legs, tone, inside)
}

export function drawBeanie(tone: Tone): string {
  const cap = 'M200 640 C190 380 290 270 400 270 C510 270 610 380 600 640 L612 660 V740 Q400 780 188 740 V660 Z'
  const inside = `<defs>${knit(tone)}</defs><rect width="800" height="1000" fill="url(#knit)"/>
${[-140, -70, 0, 70, 140].map((x) => `<path d="M400 276 Q${400 + x * 1.3} 420 ${400 + x * 1.35} 640" fill="none" stroke="${tone.dark}" stroke-width="5" opacity=".6"/>`).join('')}${rib(180, 622, 440, 150, tone)}`
  return `${layFlat(cap, tone, inside)}<rect x="452" y="672" width="64" height="46" rx="4" fill="#f7f4ea"/><path d="M464 700 l14 -14 l8 8 l18 -14" fill="none" stroke="#10232b" stroke-width="4"/>`
}

export function drawMitts(tone: Tone): string {
  const one = 'M150 780 V420 C150 330 170 260 210 250 H320 C352 252 362 300 362 360 V430 L400 400 C424 384 446 404 432 430 L376 540 V780 Z'
  const inside = `<defs>${knit(tone)}</defs><rect width="800" height="1000" fill="url(#knit)"/>${rib(140, 640, 250, 150, tone)}${rib(150, 244, 230, 46, tone)}
<path d="M190 560 l32 -40 l32 40 l32 -40 l32 40" fill="none" stroke="${tone.light}" stroke-width="9"/><path d="M190 600 l32 -40 l32 40 l32 -40 l32 40" fill="none" stroke="${tone.light}" stroke-width="9"/>`
  const drawn = layFlat(one, tone, inside)
  return `<g transform="translate(-40 60) rotate(-6 260 500)">${drawn}</g><g transform="translate(836 -20) scale(-1 1) rotate(-8 260 500)"><path d="${one}" transform="translate(-14 22)" fill="#0c1c24" opacity=".13"/><path d="${one}" fill="${tone.base}"/><g clip-path="url(#shape)">${inside}</g></g>`
}

export function drawSocks(tone: Tone): string {
  const sock = 'M250 170 H410 V560 C410 600 440 620 490 650 L590 706 C650 744 620 830 540 820 L330 780 C270 764 250 720 250 650 Z'
  const inside = `<defs>${knit(tone)}</defs><rect width="800" height="1000" fill="url(#knit)" opacity=".6"/>${rib(244, 160, 176, 80, tone)}
<rect x="240" y="290" width="190" height="26" fill="#f7f4ea"/><rect x="240" y="340" width="190" height="14" fill="#f7f4ea"/><path d="M520 640 L700 760 L560 860 L500 810 Z" fill="${tone.dark}"/><path d="M240 620 C310 640 350 700 330 800 L220 800 Z" fill="${tone.dark}"/>`
  const drawn = layFlat(sock, tone, inside)
  return `<g transform="translate(-110 -40)">${drawn}</g><g transform="translate(70 60)"><path d="${sock}" transform="translate(14 22)" fill="#0c1c24" opacity=".13"/><path d="${sock}" fill="${tone.base}"/><g clip-path="url(#shape)">${inside}</g></g>`
}

export function drawBoots(tone: Tone): string {
  const boot =
    'M250 180 H440 C446 340 430 480 452 560 C500 590 600 596 640 660 C656 690 656 730 648 752 H250 C240 700 262 640 262 580 C262 440 240 330 250 180 Z'
  const inside = `<rect x="230" y="180" width="230" height="40" fill="${tone.dark}"/><path d="M250 560 C320 600 400 600 452 560" fill="none" stroke="${tone.dark}" stroke-width="8"/><path d="M560 620 C600 640 640 680 650 760 L560 760 Z" fill="${tone.dark}" opacity=".6"/>
<rect x="258" y="420" width="16" height="120" fill="#f7f4ea"/><path d="M290 230 C300 330 310 420 300 520" stroke="${tone.light}" stroke-width="14" fill="none" opacity=".7" stroke-linecap="round"/>`
  const sole = `<path d="M238 748 H660 V786 Q650 796 636 796 H420 V778 H370 V796 H252 Q238 796 238 780 Z" fill="${tone.deep}"/>`
  return `<g transform="translate(-70 -50)">${layFlat(boot, tone, inside)}${sole}</g><g transform="translate(40 50)"><path d="${boot}" transform="translate(14 22)" fill="#0c1c24" opacity=".13"/><path d="${boot}" fill="${tone.base}"/><g clip-path="url(#shape)">${inside}</g>${sole}</g>`
}
