export type Category = 'outerwear' | 'knitwear' | 'footwear' | 'carry' | 'cabin'

export interface Colour {
  id: string
  name: string
  /** Main colour of the thing itself, `#rrggbb`. */
  hex: string
}

export interface Product {
  slug: string
  name: string
  category: Category
  /** Price in pence. */
  pricePence: number
  /** Former price in pence, when the product is reduced. */
  wasPence?: number
  blurb: string
  details: string[]
  colours: Colour[]
  sizes: string[]
  /** Mean of the reviews, 1 to 5. */
  rating: number
  reviewCount: number
  badge?: string
}

export const categoryNames: Record<Category, string> = {
  outerwear: 'Outerwear',
  knitwear: 'Knitwear',
  footwear: 'Footwear',
  carry: 'Bags',
  cabin: 'Cabin',
}

const oilskin: Colour = { id: 'oilskin', name: 'Oilskin', hex: '#f0b41c' }
const ink: Colour = { id: 'ink', name: 'Ink', hex: '#21414f' }
const buoy: Colour = { id: 'buoy', name: 'Buoy', hex: '#d9532c' }
const kelp: Colour = { id: 'kelp', name: 'Kelp', hex: '#57704f' }
const salt: Colour = { id: 'salt', name: 'Salt', hex: '#e9e4d6' }
const slate: Colour = { id: 'slate', name: 'Slate', hex: '#6b7f88' }
const lettered: string[] = ['XS', 'S', 'M', 'L', 'XL']

export const products: readonly Product[] = [
  {
    slug: 'squall-jacket',
    name: 'Squall Jacket',
    category: 'outerwear',
    pricePence: 24000,
    badge: 'Best seller',
    blurb: 'A three-layer oilskin that keeps out the sort of rain that travels sideways.',
    details: [
      'Waxed organic cotton, 340 g/m²',
      'Taped seams, two-way storm zip',
      'Hood fits over a wool hat',
      'Re-waxed free, once a year, for life',
    ],
    colours: [oilskin, ink, kelp],
    sizes: lettered,
    rating: 4.8,
    reviewCount: 212,
  },
  {
    slug: 'pilot-jumper',
    name: 'Pilot Jumper',
    category: 'knitwear',
    pricePence: 13500,
    blurb: 'Five-ply British wool, knitted dense enough to turn wind and soft enough to sleep in.',
    details: ['100 % British wool', 'Knitted in Leicester', 'Underarm gussets, no side seams', 'Hand wash, dry flat'],
    colours: [ink, salt, buoy],
    sizes: lettered,
    rating: 4.7,
    reviewCount: 148,
  },
  {
    slug: 'slipway-boots',
    name: 'Slipway Boots',
    category: 'footwear',
    pricePence: 8900,
    badge: 'New',
    blurb: 'Natural rubber boots with a siped sole that holds on wet stone and wet steel.',
    details: ['Natural rubber, cotton lined', 'Siped non-marking sole', 'Reflective heel', 'Half sizes up, please'],
    colours: [kelp, oilskin],
    sizes: ['37', '38', '39', '40', '41', '42', '43', '44', '45'],
    rating: 4.5,
    reviewCount: 97,
  },
  {
    slug: 'dry-sack',
    name: 'Dry Sack 20 L',
    category: 'carry',
    pricePence: 4200,
    blurb: 'Roll it three times, clip it, drop it in the harbour. Everything inside stays dry.',
    details: ['Recycled 420D nylon', 'Welded seams', 'Floats when closed', '20 litres, 310 g'],
    colours: [buoy, oilskin, slate],
    sizes: ['20 L'],
    rating: 4.9,
    reviewCount: 301,
  },
  {
    slug: 'harbour-smock',
    name: 'Harbour Smock',
    category: 'outerwear',
    pricePence: 11800,
    blurb: 'The over-the-head work smock, cut the way the net-menders at Appledore still cut it.',
    details: ['Heavy cotton canvas', 'Two patch pockets, one inside', 'Preshrunk', 'Sewn in North Devon'],
    colours: [slate, buoy, ink],
    sizes: lettered,
    rating: 4.6,
    reviewCount: 83,
  },
  {
    slug: 'galley-mug',
    name: 'Galley Mug',
    category: 'cabin',
    pricePence: 1400,
    blurb: 'Enamel on steel. Chips with dignity.',
    details: ['350 ml', 'Enamelled steel', 'Dishwasher safe', 'Not for microwaves'],
    colours: [salt, oilskin, ink],
    sizes: ['350 ml'],
    rating: 4.8,
    reviewCount: 264,
  },
  {
    slug: 'skerry-beanie',
    name: 'Skerry Beanie',
    category: 'knitwear',
    pricePence: 2800,
    blurb: 'A short watch cap that stays put in a blow.',
    details: ['Merino and lambswool', 'Double-layer cuff', 'One size', 'Knitted in Hawick'],
    colours: [buoy, oilskin, ink],
    sizes: ['One size'],
    rating: 4.7,
    reviewCount: 176,
  },
  {
    slug: 'storm-lantern',
    name: 'Storm Lantern',
    category: 'cabin',
    pricePence: 5400,
    wasPence: 6800,
    blurb: 'A rechargeable lantern with a flame-warm light, and forty hours of it.',
    details: ['40 hours on low', 'USB-C', 'IP66', 'Brass handle'],
    colours: [oilskin, ink],
    sizes: ['28 cm'],
    rating: 4.4,
    reviewCount: 58,
  },
  {
    slug: 'deckhand-trousers',
    name: 'Deckhand Trousers',
    category: 'outerwear',
    pricePence: 9500,
    blurb: 'Wide-legged canvas trousers with room to kneel, reach and climb.',
    details: ['Cotton drill', 'Double knee', 'Tool loop', 'Sits on the waist'],
    colours: [ink, slate, kelp],
    sizes: ['28', '30', '32', '34', '36', '38'],
    rating: 4.3,
    reviewCount: 71,
  },
  {
    slug: 'tideline-scarf',
    name: 'Tideline Scarf',
    category: 'knitwear',
    pricePence: 4800,
    blurb: 'Two metres of striped lambswool, brushed on teasels.',
    details: ['Lambswool', '30 × 200 cm', 'Woven in Wales', 'Dry clean or cold hand wash'],
    colours: [ink, buoy, kelp],
    sizes: ['One size'],
    rating: 4.6,
    reviewCount: 64,
  },
  {
    slug: 'watch-flask',
    name: 'Watch Flask',
    category: 'cabin',
    pricePence: 3600,
    blurb: 'Tea at the start of the watch, tea at the end of it.',
    details: ['750 ml', 'Double-walled steel', 'Hot for 14 hours', 'Spare seal included'],
    colours: [kelp, buoy, salt],
    sizes: ['750 ml'],
    rating: 4.7,
    reviewCount: 119,
  },
  {
    slug: 'rope-tote',
    name: 'Rope Tote',
    category: 'carry',
    pricePence: 3800,
    blurb: 'A canvas tote with spliced rope handles; carries a weekend or a wet swimsuit.',
    details: ['18 oz canvas', 'Spliced cotton rope', 'Inside pocket', '24 litres'],
    colours: [salt, ink],
    sizes: ['24 L'],
    rating: 4.5,
    reviewCount: 90,
  },
  {
    slug: 'berth-blanket',
    name: 'Berth Blanket',
    category: 'cabin',
    pricePence: 11000,
    blurb: 'Recycled wool, heavy and warm, woven in a mill that has never stopped.',
    details: ['70 % recycled wool', '140 × 190 cm', 'Whip-stitched edge', 'Woven in Yorkshire'],
    colours: [slate, buoy, oilskin],
    sizes: ['140 × 190'],
    rating: 4.9,
    reviewCount: 132,
  },
  {
    slug: 'gansey-mitts',
    name: 'Gansey Mitts',
    category: 'knitwear',
    pricePence: 3200,
    blurb: 'Fingerless where you need to tie a knot, warm everywhere else.',
    details: ['100 % British wool', 'Gansey pattern cuff', 'Two sizes', 'Hand wash'],
    colours: [salt, ink, buoy],
    sizes: ['S/M', 'L/XL'],
    rating: 4.4,
    reviewCount: 45,
  },
  {
    slug: 'drift-socks',
    name: 'Drift Socks',
    category: 'footwear',
    pricePence: 1600,
    blurb: 'Thick boot socks with a cushioned foot and a stripe you can find in the dark.',
    details: ['Wool and recycled nylon', 'Cushioned heel and toe', 'Machine wash at 30°', 'Guaranteed for three years'],
    colours: [oilskin, slate, buoy],
    sizes: ['36–39', '40–43', '44–47'],
    rating: 4.8,
    reviewCount: 408,
  },
  {
    slug: 'log-book',
    name: 'Log Book',
    category: 'cabin',
    pricePence: 1800,
    blurb: 'Stone paper, cloth bound: write in it with the rain coming in.',
    details: ['192 pages', 'Waterproof stone paper', 'Lies flat', 'A5'],
    colours: [ink, buoy],
    sizes: ['A5'],
    rating: 4.6,
    reviewCount: 77,
  },
]

export function productBySlug(slug: string): Product | undefined {
  return products.find((product) => product.slug === slug)
}

/** Products whose name, category or text holds every word of the query; at most `limit`. */
export function searchProducts(query: string, limit = 24): Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return products
    .filter((product) => {
      const text =
        `${product.name} ${categoryNames[product.category]} ${product.blurb} ${product.colours.map((c) => c.name).join(' ')}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .slice(0, limit)
}

/** Four others: first of the same category, then in catalogue order. */
export function relatedProducts(product: Product): Product[] {
  const others = products.filter((other) => other.slug !== product.slug)
  return others.toSorted((a, b) => Number(b.category === product.category) - Number(a.category === product.category)).slice(0, 4)
}
