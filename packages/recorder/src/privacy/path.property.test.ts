import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastMsOf } from '../../../../tests/e2e/harness/cpu-time.ts'
import { templateOf } from './path.ts'

/** Ordinary words of paths. */
const places = `
about account accessories actions admin affiliate agb aktuelles album alerts analytics angebote ankauf anmelden annonces api apps architecture
archive articles artikel audio author auto-parts automotive avis awards back-to-school bags banking basket bathroom beauty bedroom bekleidung
bestellung bikes billing blog boots brands breakfast business buecher cadeaux calendar cameras campaign careers carrito cart categorias categories
category changelog charity checkout chemist children christmas clothing coaching collections comedor commande community compare compte computers
conditions contact contact-us contacto cookies corporate countries coupons courses customers damen dashboard datenschutz deals delivery
desktop details developers devices discover docs documentation donate downloads dresses education electronics elektronik employees en-gb enterprise
events examples exhibitions explore fashion favorites feature-requests features feedback fernseher finance flights food footer forums fragrances
frequently-asked-questions furniture gallery games garten geschenke getting-started gift-cards glossary groceries guides gutscheine handbags
haushalt headphones health help help-center herren hilfe history holidays home hotels how-it-works iphone-15-pro impressum index industries insights
insurance integrations international inventory investors invoices jewellery jobs journal kategorie kategorien kinder kitchen knowledge-base
kontakt kunden laptops latest lebensmittel legal letters library lieferung lifestyle lighting listings living-room locations logout lounge magazine
maintenance marken marketing marketplace media members membership men messages mobile mode monitoring moebel music my-account neuheiten news newsletter
notifications nutrition offers office online-shop onboarding open-source orders outdoor outlet overview panier partners payment people
pets pharmacy phones photos plans platform podcasts policies popular portfolio press preferences presse prices pricing privacy privacy-policy
produkte product products profile projects promotions properties publications purchase quality questions ratgeber recipes recruitment
reference refunds register registration reisen releases rental reports research reservations resources restaurants returns reviews rewards roadmap
sale schedule schmuck schools schuhe science search security services settings shipping shoes shop shopping-cart sicherheit sign-up sitemap skirts
smartphones social software solutions sonderangebote sports sportswear staff stationery statistics status stores stories strategy streaming student
subscribe subscriptions summer-dresses support sustainability sweatshirts switzerland tableware tags team technology television templates terms
terms-and-conditions testimonials tickets tools topics tours toys trainers training transactions transport travel trending tutorials ueber-uns
updates upgrade users vacancies vacatures vehicles verkauf versand videos voitures volunteer vouchers warenkorb warranty watches weather webinars
wedding right light night height highlights coffee world weight werkzeug whats-new wholesale widerruf wishlist women workshops zahlung zubehoer zimmer api v2 de-de en-us fr-ca 2024-summer-sale top-10
windows11 web3 es6 oauth2 sha256 base64 h264 s23-ultra 4k-tv 256gb 55-inch-tv 100ml 24h-service 3d-printing ps5 b2b-shop
red-shoes2 usb-c-cable wifi-6-router getUserProfile XMLHttpRequest graphql wp-content wp-json wp-admin node_modules
_next static chunks fonts index.html about.php logo.png hero-image.webp favicon.ico sitemap.xml main.3f2a9c1b.js vendor-react.css
`
  .trim()
  .split(/\s+/)

const letters = 'abcdefghijklmnopqrstuvwxyz'
const from = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength })
const kinds: readonly [string, fc.Arbitrary<string>, least: number][] = [
  ['lower case, 7 or 8', from(letters, 7, 8), 0.9],
  ['lower case, 9 to 12', from(letters, 9, 12), 0.95],
  ['lower case, 13 to 24', from(letters, 13, 24), 0.98],
  ['capitals, 5 to 16', from(letters.toUpperCase(), 5, 16), 1],
  ['capitals and digits, 6', from('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 6), 0.97],
  ['small letters and digits, 8', from(`${letters}0123456789`, 8), 0.95],
  ['both cases and digits, 7', from(`${letters}${letters.toUpperCase()}0123456789`, 7), 0.98],
  ['both cases and digits, 12 to 30', from(`${letters}${letters.toUpperCase()}0123456789`, 12, 30), 0.999],
  ['both cases, 10', from(letters + letters.toUpperCase(), 10), 0.97],
  ['hexadecimal, 8', from('0123456789abcdef', 8), 0.93],
  ['hexadecimal, 32', from('0123456789abcdef', 32), 1],
  ['three groups, 3-4-3', fc.tuple(from(letters, 3), from(letters, 4), from(letters, 3)).map((parts) => parts.join('-')), 0.85],
  ['base64 for addresses, 22', from(`${letters}${letters.toUpperCase()}0123456789-_`, 22), 0.999],
]

test('ordinary words of paths stay, what is written at random goes', () => {
  const lost = places.filter((place) => templateOf(`/a/${place}/`) !== `/a/${place}/`)
  const rates = kinds.map(([name, kind, least]) => {
    const found = fc.sample(fc.noBias(kind), { numRuns: 4000, seed: 7 })
    return { name, least, rate: found.filter((secret) => templateOf(`/a/${secret}`) === '/a/:id').length / found.length }
  })
  console.info(`ordinary words that stay: ${places.length - lost.length} of ${places.length}; lost: ${lost.join(' ') || 'none'}`)
  for (const { name, rate } of rates) console.info(`${name}: ${(rate * 100).toFixed(1)} % hidden`)
  expect(places.length).toBeGreaterThan(300)
  expect(lost.length / places.length).toBeLessThan(0.02)
  for (const { name, rate, least } of rates) expect(rate, name).toBeGreaterThanOrEqual(least)
})

test('what follows a door is hidden, whatever it is, unless it is a step on the way', () => {
  const doors = 'reset join invite magic token verify confirm share meet login r t s i reset-password verify_email invitations'.split(' ')
  fc.assert(
    fc.property(fc.constantFrom(...doors), from(letters, 4, 20), (door, secret) => {
      fc.pre(!/^(?:account|apple|code|done|email|link|order|sent|step|team|user|new|check|error)/.test(secret))
      expect(templateOf(`/${door}/${secret}`)).toBe(`/${door}/:id`)
    }),
    { numRuns: 2000 },
  )
})

test('no path takes longer than its length', async () => {
  for (const part of ['in-', 'log-', 'aA', 'a1', 'reset/', 'a.', '-'])
    expect(await leastMsOf(50, () => templateOf(`/reset/${part.repeat(20_000 / part.length)}!/${part.repeat(20)}!`)), part).toBeLessThan(50)
})
