import type { CustomerDetail } from '../api/types'
import { count, daysBetween, plural, share, stretch } from '../format'

/** The customer in one sentence, of facts and one probability. */
export function sentenceOf(c: CustomerDetail): string {
  const s = c.score
  if (!s.first_order || !s.last_order) return 'Only refunds are on record for this customer.'
  const parts = [bought(c), usually(s.median_days_between_orders), silent(daysBetween(s.last_order, c.definition.as_of))]
  if (s.p_alive != null) parts.push(`${share(s.p_alive)} likely still a customer`)
  return parts.filter(Boolean).join('; ') + '.'
}

function bought(c: CustomerDetail): string {
  const { orders, first_order: first, last_order: last } = c.score
  const times = orders === 1 ? 'Bought once' : orders === 2 ? 'Bought twice' : `Bought ${count(orders)} times`
  const days = daysBetween(first, last)
  if (orders === 1 || days === 0) return `${times}, on ${first}`
  return `${times} in ${stretch(days)}`
}

function usually(gap: number | null): string {
  return gap == null ? '' : `usually every ${count(gap)} ${plural(Math.round(gap), 'day')}`
}

function silent(days: number): string {
  return days <= 0 ? 'ordered on the last day seen' : `now ${days} ${plural(days, 'day')} silent`
}
