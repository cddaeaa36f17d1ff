import type { Customer, Definition } from '../api/types'
import { amount, count, day, money, share } from '../format'
import type { TermKey } from '../terms'

export interface Column {
  key: string
  name: string
  term?: TermKey
  numeric: boolean
  /** Shown on a phone. */
  main?: boolean
  /** The amount in the column, when it is a prediction or a mean: written with its neighbours' decimals. */
  amount?: (c: Customer) => number | null
  write: (c: Customer, d: Definition, among: (number | null)[]) => string
}

function interval(c: Customer, d: Definition, among: (number | null)[]): string {
  if (c.clv_low == null || c.clv_high == null) return amount(null, d.currency)
  return [c.clv_low, c.clv_high].map((v) => amount(v, d.currency, among)).join(' – ')
}

export const columns: Column[] = [
  { key: 'customer_id', name: 'Customer', numeric: false, main: true, write: (c) => c.customer_id },
  { key: 'risk', name: 'Risk', term: 'risk', numeric: false, write: (c) => c.risk },
  { key: 'p_alive', name: 'P(alive)', term: 'p_alive', numeric: true, main: true, write: (c) => share(c.p_alive) },
  { key: 'clv', name: 'CLV', term: 'clv', numeric: true, main: true, amount: (c) => c.clv, write: (c, d, among) => amount(c.clv, d.currency, among) },
  { key: 'clv_low', name: 'CLV interval', term: 'clv_interval', numeric: true, amount: (c) => c.clv_high, write: interval },
  { key: 'value_at_risk', name: 'At risk', term: 'value_at_risk', numeric: true, main: true, amount: (c) => c.value_at_risk, write: (c, d, among) => amount(c.value_at_risk, d.currency, among) },
  { key: 'expected_orders', name: 'Expected orders', term: 'expected_orders', numeric: true, write: (c) => count(c.expected_orders, 2) },
  { key: 'expected_order_value', name: 'Expected order value', term: 'expected_order_value', numeric: true, amount: (c) => c.expected_order_value, write: (c, d, among) => amount(c.expected_order_value, d.currency, among) },
  { key: 'orders', name: 'Orders', term: 'orders', numeric: true, write: (c) => count(c.orders) },
  { key: 'historic_value', name: 'Historic value', term: 'historic_value', numeric: true, write: (c, d) => money(c.historic_value, d.currency) },
  { key: 'mean_order_value', name: 'Mean order', term: 'mean_order_value', numeric: true, amount: (c) => c.mean_order_value, write: (c, d, among) => amount(c.mean_order_value, d.currency, among) },
  { key: 'median_days_between_orders', name: 'Days between', term: 'median_days', numeric: true, write: (c) => count(c.median_days_between_orders) },
  { key: 'last_order', name: 'Last order', term: 'last_order', numeric: true, write: (c) => day(c.last_order) },
  { key: 'expected_next_order', name: 'Next expected', term: 'expected_next_order', numeric: true, write: (c) => day(c.expected_next_order) },
  { key: 'first_order', name: 'First order', term: 'first_order', numeric: true, write: (c) => day(c.first_order) },
]
