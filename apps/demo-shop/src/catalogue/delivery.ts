export interface DeliveryWay {
  id: string
  name: string
  note: string
  pence: number
  /** Free when the goods cost at least this much, in pence. */
  freeFromPence: number
}

export const deliveryWays: readonly DeliveryWay[] = [
  { id: 'standard', name: 'Standard', note: 'Two to three working days', pence: 450, freeFromPence: 7500 },
  { id: 'express', name: 'Next day', note: 'Ordered before two in the afternoon', pence: 790, freeFromPence: Number.POSITIVE_INFINITY },
  { id: 'collect', name: 'Collect in Appledore', note: 'The Old Sail Loft, ready today', pence: 0, freeFromPence: 0 },
]

/** What a way of delivery costs for goods of that price; unknown ways cost as the standard one. */
export function deliveryPence(id: string, goodsPence: number): number {
  const way = deliveryWays.find((one) => one.id === id) ?? deliveryWays[0]!
  return goodsPence >= way.freeFromPence ? 0 : way.pence
}
