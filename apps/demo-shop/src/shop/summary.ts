import { deliveryPence } from '../catalogue/delivery.ts'
import { h } from './h.ts'
import { formatPence } from './money.ts'
import type { Shop } from './shop.ts'

export function totalPence(shop: Shop, delivery: string | null): number {
  const goods = shop.basket.subtotalPence() - shop.basket.discountPence()
  return goods + (delivery ? deliveryPence(delivery, goods) : 0)
}

/** The sums; without a delivery choice the delivery row says so. */
export function summary(shop: Shop, delivery: string | null): Node {
  const row = (name: string, value: string, kind = ''): Node =>
    h('div', { class: `sum ${kind}` }, h('dt', null, name), h('dd', null, value))
  const goods = shop.basket.subtotalPence() - shop.basket.discountPence()
  const coupon = shop.basket.coupon()
  return h(
    'div',
    { class: 'summary' },
    h('h2', null, 'Summary'),
    h(
      'dl',
      null,
      row(`${shop.basket.count()} ${shop.basket.count() === 1 ? 'item' : 'items'}`, formatPence(shop.basket.subtotalPence())),
      coupon && row(`Code ${coupon}`, `−${formatPence(shop.basket.discountPence())}`),
      row(
        'Delivery',
        delivery ? (deliveryPence(delivery, goods) === 0 ? 'Free' : formatPence(deliveryPence(delivery, goods))) : 'At checkout',
      ),
      row('Total', formatPence(totalPence(shop, delivery)), 'sum-total'),
    ),
  )
}
