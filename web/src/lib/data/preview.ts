import type { PreviewRecord } from '../api/types'
import { money } from '../format'
import { kindOrder } from './words'

export interface PreviewTable {
  kind: string
  columns: string[]
  numeric: boolean[]
  rows: string[][]
}

const most = 9

const order = [
  'at', 'created_at', 'from', 'to', 'started_at', 'id', 'order_id', 'subscription_id', 'customer', 'name', 'subject', 'total', 'amount', 'cost', 'stars', 'score',
  'currency', 'status', 'gross', 'discount', 'shipping', 'tax', 'fees', 'channel', 'campaign', 'impressions', 'clicks', 'product', 'quantity', 'price',
]
const amounts = new Set(['total', 'amount', 'cost', 'gross', 'discount', 'shipping', 'tax', 'fees', 'price', 'spent', 'conversion_value', 'value'])
const left = new Set(['source', 'no', 'event', 'who'])

const names: Record<string, string> = { at: 'when', created_at: 'since', from: 'day', id: 'id', order_id: 'order' }

/** The first records of a file as tables, one a kind. */
export function tablesOf(records: PreviewRecord[], zone: string): PreviewTable[] {
  const found = kindOrder.filter((k) => records.some((r) => r.kind === k))
  return found.map((kind) => tableOf(kind, records.filter((r) => r.kind === kind).map((r) => flat(r.fields, zone))))
}

function tableOf(kind: string, rows: Record<string, string>[]): PreviewTable {
  const seen = [...new Set(rows.flatMap((r) => Object.keys(r)))]
  const place = (k: string) => (order.indexOf(k) + order.length + 1) % (order.length + 1)
  const keys = seen.sort((a, b) => place(a) - place(b)).slice(0, most)
  // A column of midnights holds days.
  const days = (k: string) => rows.every((r) => !r[k] || /^\d{4}-\d\d-\d\d 00:00$/.test(r[k]))
  return {
    kind,
    columns: keys.map((k) => (names[k] ?? k).replaceAll('_', ' ')),
    numeric: keys.map((k) => amounts.has(k) || k === 'quantity'),
    rows: rows.map((r) => keys.map((k) => (days(k) ? r[k]?.slice(0, 10) : r[k]) ?? '')),
  }
}

function flat(fields: Record<string, unknown>, zone: string): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [key, v] of Object.entries(fields)) {
    if (key === 'who') {
      const who = v as Record<string, string>
      const known = who.email || who.external || who.id || who.phone || who.anonymous
      out.customer = known ?? 'nobody'
    }
    if (left.has(key) || v === null || (typeof v === 'object' && v !== null)) continue
    out[key] = text(key, v, zone)
  }
  return out
}

function text(key: string, v: unknown, zone: string): string {
  if (typeof v === 'number') return amounts.has(key) ? money(v, '') : String(v)
  const s = String(v)
  if (/^\d{4}-\d\d-\d\dT/.test(s)) return moment(s, key === 'from' || key === 'to' ? 'UTC' : zone)
  return s.length > 48 ? s.slice(0, 48) + '…' : s
}

/** A moment in the business's zone. */
export function moment(iso: string, zone: string): string {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso))
  } catch {
    return iso.slice(0, 16).replace('T', ' ')
  }
}
