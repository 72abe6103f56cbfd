import { type Product, productBySlug } from '../catalogue/product.ts'
import { readKept, writeKept } from './keep.ts'
import { tellState } from './tell.ts'

export interface Line {
  slug: string
  colour: string
  size: string
  quantity: number
}

export interface Basket {
  lines(): (Line & { product: Product })[]
  count(): number
  subtotalPence(): number
  discountPence(): number
  coupon(): string | null
  add(line: Omit<Line, 'quantity'>): void
  setQuantity(index: number, quantity: number): void
  setCoupon(code: string, percent: number): void
  empty(): void
}

interface Kept {
  lines: Line[]
  coupon: { code: string; percent: number } | null
}

/** The basket survives reloads and later visits; `onChange` runs after every change. */
export function createBasket(onChange: () => void): Basket {
  let kept: Kept = readKept<Kept>('tern-basket', { lines: [], coupon: null })
  const save = (action: string): void => {
    writeKept('tern-basket', kept)
    tell(action)
    onChange()
  }
  const lines = (): (Line & { product: Product })[] =>
    kept.lines.flatMap((line) => {
      const product = productBySlug(line.slug)
      return product ? [{ ...line, product }] : []
    })
  const tell = (action?: string): void => tellState('basket', { ...kept, subtotalPence: subtotalPence() }, action)
  const subtotalPence = (): number => lines().reduce((sum, line) => sum + line.product.pricePence * line.quantity, 0)
  tell()
  return {
    lines,
    subtotalPence,
    count: () => kept.lines.reduce((sum, line) => sum + line.quantity, 0),
    discountPence: () => Math.round((subtotalPence() * (kept.coupon?.percent ?? 0)) / 100),
    coupon: () => kept.coupon?.code ?? null,
    add(line) {
      const same = kept.lines.find((other) => other.slug === line.slug && other.colour === line.colour && other.size === line.size)
      if (same) same.quantity = Math.min(9, same.quantity + 1)
      else kept.lines.push({ ...line, quantity: 1 })
      save('basket/add')
    },
    setQuantity(index, quantity) {
      const line = kept.lines[index]
      if (!line) return
      if (quantity <= 0) kept.lines.splice(index, 1)
      else line.quantity = Math.min(9, quantity)
      save('basket/setQuantity')
    },
    setCoupon(code, percent) {
      kept.coupon = { code, percent }
      save('basket/setCoupon')
    },
    empty() {
      kept = { lines: [], coupon: null }
      save('basket/empty')
    },
  }
}
