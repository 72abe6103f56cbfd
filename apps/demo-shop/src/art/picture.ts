import type { Product } from '../catalogue/product.ts'
import { drawBeanie, drawBoots, drawJacket, drawJumper, drawMitts, drawSmock, drawSocks, drawTrousers } from './garment.ts'
import { drawBlanket, drawBook, drawFlask, drawLantern, drawMug, drawSack, drawScarf, drawTote } from './thing.ts'
import { type Tone, toneOf } from './tone.ts'

const drawings: Record<string, (tone: Tone) => string> = {
  'squall-jacket': drawJacket,
  'pilot-jumper': drawJumper,
  'slipway-boots': drawBoots,
  'dry-sack': drawSack,
  'harbour-smock': drawSmock,
  'galley-mug': drawMug,
  'skerry-beanie': drawBeanie,
  'storm-lantern': drawLantern,
  'deckhand-trousers': drawTrousers,
  'tideline-scarf': drawScarf,
  'watch-flask': drawFlask,
  'rope-tote': drawTote,
  'berth-blanket': drawBlanket,
  'gansey-mitts': drawMitts,
  'drift-socks': drawSocks,
  'log-book': drawBook,
}

/** What is seen of the drawing: all of it, or two closer looks. */
export const shots: Record<string, string> = { front: '0 0 800 1000', close: '220 240 400 500', low: '180 470 340 425' }

/** Every picture of a product as `[file name, SVG text]`. */
export function picturesOf(product: Product): [name: string, svg: string][] {
  const draw = drawings[product.slug]
  if (!draw) throw new Error(`No drawing for ${product.slug}`)
  return product.colours.flatMap((colour) => {
    const tone = toneOf(colour.hex)
    return Object.entries(shots).map(([shot, viewBox]): [string, string] => [
      `${product.slug}-${colour.id}-${shot}.svg`,
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" width="800" height="1000"><defs><linearGradient id="side"><stop offset="0" stop-color="#fff" stop-opacity=".16"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#0c1c24" stop-opacity=".2"/></linearGradient></defs><rect width="800" height="1000" fill="${tone.paper}"/>${draw(tone)}</svg>\n`,
    ])
  })
}
