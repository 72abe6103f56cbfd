import { type Basket, createBasket } from './basket.ts'
import { readKept, writeKept } from './keep.ts'
import { tellState } from './tell.ts'

export interface Address {
  name: string
  email: string
  street: string
  city: string
  postcode: string
  country: string
  phone: string
}

export interface Account {
  email: string
  name: string
}

/** Everything the pages share. */
export interface Shop {
  basket: Basket
  /** What the visitor has told the checkout so far. */
  order: { address: Address; delivery: string; gift: boolean; number: string; totalPence: number }
  /** Keeps what the visitor has chosen, and says which step it was. */
  choose(part: Partial<Shop['order']>, action: string): void
  account(): Account | null
  setAccount(account: Account | null): void
  go(path: string): void
  /** Shows a short message at the edge of the window. */
  announce(text: string, link?: { text: string; href: string }): void
}

/** What a page gives back; `stop` runs when the visitor leaves it. */
export interface View {
  title: string
  content: Node
  stop?: () => void
}

export const emptyAddress: Address = { name: '', email: '', street: '', city: '', postcode: '', country: 'United Kingdom', phone: '' }

export function createShop(outside: Pick<Shop, 'go' | 'announce'>, onChange: () => void): Shop {
  let account = readKept<Account | null>('tern-account', null)
  const order: Shop['order'] = { address: { ...emptyAddress }, delivery: 'standard', gift: false, number: '', totalPence: 0 }
  const tell = (action?: string): void => {
    const { address, ...choices } = order
    tellState('checkout', { ...choices, country: address.country, isSignedIn: account !== null }, action)
  }
  tell()
  return {
    ...outside,
    basket: createBasket(onChange),
    order,
    choose(part, action) {
      Object.assign(order, part)
      tell(action)
    },
    account: () => account,
    setAccount(next) {
      account = next
      writeKept('tern-account', next)
      tell(next ? 'account/signIn' : 'account/signOut')
      onChange()
    },
  }
}
