import type { FileReport } from '../api/types'
import { count, month } from '../format'

// Kinds of records and sources for people. The only place where it is decided;
// formats bring their own titles.

const kinds: Record<string, [one: string, many: string]> = {
  orders: ['order', 'orders'],
  refunds: ['refund', 'refunds'],
  order_lines: ['line', 'lines'],
  customers: ['customer', 'customers'],
  subscriptions: ['subscription', 'subscriptions'],
  subscription_changes: ['change of a subscription', 'changes of subscriptions'],
  spend: ['row of ad spend', 'rows of ad spend'],
  tickets: ['support ticket', 'support tickets'],
  reviews: ['review', 'reviews'],
  survey_responses: ['survey answer', 'survey answers'],
  events: ['event', 'events'],
  products: ['product', 'products'],
}

export const kindOrder = Object.keys(kinds)

export const kindName = (kind: string): string => capital(kinds[kind]?.[1] ?? kind)

const sources: Record<string, string> = {
  '': 'Plain order logs', file: 'Mapped files', ga4: 'GA4', cdnow: 'CDNOW', woocommerce: 'WooCommerce', hubspot: 'HubSpot',
}

export const sourceName = (source: string): string => sources[source] ?? capital(source)

const capital = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)

/** "3,020 orders, 118 refunds". */
export function recordsText(records: Record<string, number>): string {
  return kindOrder
    .filter((k) => records[k] && !(k === 'order_lines' && records.orders))
    .map((k) => `${count(records[k])} ${records[k] === 1 ? kinds[k]?.[0] : kinds[k]?.[1]}`)
    .join(', ')
}

/** "2 currencies (EUR, USD)". */
function currenciesText(codes: string[]): string {
  const known = codes.filter(Boolean)
  if (known.length < 2) return known[0] ?? ''
  return `${known.length} currencies (${known.join(', ')})`
}

/** "Jan 2023 – May 2026". */
export function stretchText(first: string, last: string): string {
  if (!first) return ''
  const [from, to] = [month(first), month(last)]
  return from === to ? from : `${from} – ${to}`
}

/** What a file holds, after its title. */
export function holds(r: FileReport, whole = true): string {
  const rows = whole ? `${count(r.rows)} ${r.rows === 1 ? 'row' : 'rows'}` : `looked at the first ${count(r.rows)} rows`
  return [rows, recordsText(r.records), currenciesText(r.currencies), stretchText(r.first, r.last)].filter(Boolean).join(', ')
}

export const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const units = ['kB', 'MB', 'GB']
  let n = bytes
  let unit = 'bytes'
  for (const u of units) {
    if (n < 1000) break
    n /= 1000
    unit = u
  }
  return `${count(n, n < 10 ? 1 : 0)} ${unit}`
}
