import { createFrame } from './frame.ts'
import { accountPage } from './page/account.ts'
import { addressPage } from './page/address.ts'
import { cartPage } from './page/cart.ts'
import { deliveryPage } from './page/delivery.ts'
import { listingPage } from './page/listing.ts'
import { missingPage } from './page/missing.ts'
import { paymentPage } from './page/payment.ts'
import { productPage } from './page/product.ts'
import { searchPage } from './page/search.ts'
import { thanksPage } from './page/thanks.ts'
import { createShop, type Shop, type View } from './shop.ts'

function viewOf(shop: Shop, url: URL): View {
  const [first = '', second = ''] = url.pathname.replace(/^\/demo\/?/, '').split('/')
  if (first === '') return listingPage(shop, url.searchParams)
  if (first === 'product') return productPage(shop, second)
  if (first === 'cart') return cartPage(shop)
  if (first === 'checkout' && shop.basket.count() === 0) return cartPage(shop)
  if (first === 'checkout' && second === 'delivery') return deliveryPage(shop)
  if (first === 'checkout' && second === 'payment') return paymentPage(shop)
  if (first === 'checkout') return addressPage(shop)
  if (first === 'thanks') return thanksPage(shop)
  if (first === 'search') return searchPage(url.searchParams.get('q') ?? '')
  if (first === 'account') return accountPage(shop)
  return missingPage()
}

function start(root: HTMLElement): void {
  let leave: (() => void) | undefined
  const frame = createFrame(root, (path) => go(path))
  const shop = createShop({ go: (path) => go(path), announce: frame.announce }, () => frame.update(shop))
  const show = (): void => {
    leave?.()
    const view = viewOf(shop, new URL(location.href))
    leave = view.stop
    document.title = `${view.title} · Tern`
    frame.show(view.content)
  }
  function go(path: string): void {
    history.pushState(null, '', path)
    show()
    window.scrollTo(0, 0)
  }
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/demo/"]')
    if (!link || link.pathname.endsWith('.html') || link.target) return
    event.preventDefault()
    if (link.hash && link.pathname === location.pathname) document.querySelector(link.hash)?.scrollIntoView({ behavior: 'smooth' })
    else go(link.pathname + link.search)
  })
  window.addEventListener('popstate', show)
  frame.update(shop)
  show()
}

start(document.getElementById('shop')!)
