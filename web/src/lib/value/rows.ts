// The rows of a ladder: from what was sold to what was earned.
import type { Rung } from '../api/types'
import { count, figure, share } from '../format'
import type { TermKey } from '../terms'

type Money = 'gross' | 'discounts' | 'returns' | 'net' | 'shipping' | 'tax' | 'net_revenue' | 'cogs' | 'fees' | 'cost_to_serve' | 'contribution'

export interface Row {
  key: string
  name: string
  term: TermKey
  sign: string
  sum: boolean
  note?: string
  write: (r: Rung) => string
}

const money = (key: Money, name: string, term: TermKey, sign = '', sum = sign === '='): Row => ({
  key, name, term, sign, sum, write: (r) => figure(r[key], r.currency),
})

const unknownCost = (r: Rung) => !r.cost_known

/** The rungs; tax that is left out is shown beside them, and a contribution that nothing was taken off for the goods says so. */
export function rungs(taxIncluded: boolean, shown: Rung[]): Row[] {
  return [
    money('gross', 'Gross sales', 'gross_sales', '', true),
    money('discounts', 'Discounts', 'discounts', '−'),
    money('returns', 'Returns', 'returns', '−'),
    money('net', 'Net sales', 'net_sales', '='),
    money('shipping', 'Shipping', 'shipping_charged', '+'),
    money('tax', taxIncluded ? 'Tax' : 'Tax, left out', 'tax_charged', taxIncluded ? '+' : ''),
    money('net_revenue', 'Net revenue', 'net_revenue', '='),
    { ...money('cogs', 'Cost of goods', 'cost_of_goods', '−'), write: (r) => (unknownCost(r) ? 'not known' : figure(r.cogs, r.currency)) },
    money('fees', 'Fees', 'payment_fees', '−'),
    money('cost_to_serve', 'Cost to serve', 'cost_to_serve', '−'),
    { ...money('contribution', 'Contribution', 'contribution', '='), note: shown.every(unknownCost) ? 'before cost of goods' : undefined },
  ]
}

/** How much stands behind them. */
export const facts: Row[] = [
  fact('orders', 'Orders', 'orders_counted', (r) => count(r.orders)),
  fact('customers', 'Customers', 'customers_counted', (r) => count(r.customers)),
  fact('refunds', 'Refunds', 'refunds_counted', (r) => count(r.refunds)),
  fact('unidentified', 'Orders of nobody', 'of_nobody', (r) => (r.orders ? share(r.unidentified_orders / r.orders) : '–')),
  fact('unidentified_money', 'Net revenue of nobody', 'of_nobody', (r) => figure(r.unidentified_net_revenue, r.currency)),
  fact('cost_known', 'Lines with a known cost', 'cost_known', (r) => (r.cost_known == null ? 'no lines' : share(r.cost_known))),
]

function fact(key: string, name: string, term: TermKey, write: (r: Rung) => string): Row {
  return { key, name, term, sign: '', sum: false, write }
}
