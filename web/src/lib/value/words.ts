// The terms of a definition for people. The only place where it is decided.
import type { TermKey } from '../terms'
import { ownCurrencies, type TermName } from './question'

export const termTitles: Record<TermName, { title: string; term: TermKey }> = {
  basis: { title: 'Value is', term: 'basis' },
  refunds: { title: 'Refunds count', term: 'refund_day' },
  tax: { title: 'Tax is', term: 'tax_counted' },
  currency: { title: 'Reported in', term: 'report_in' },
  zone: { title: 'Days begin in', term: 'zone' },
  identity: { title: 'A customer is', term: 'identity' },
  serve_cost: { title: 'A support ticket costs', term: 'serve_cost' },
}

/** Terms that are one of a few. */
export const choices: Partial<Record<TermName, Record<string, string>>> = {
  basis: { gross: 'gross sales', net: 'net sales', net_revenue: 'net revenue', contribution: 'contribution' },
  refunds: { refund_date: 'on their own date', order_date: 'on the date of the order' },
  tax: { included: 'included', excluded: 'left out' },
  identity: { linked: 'whom records join', as_given: 'every identifier' },
}

export function termValue(name: TermName, v: string): string {
  if (name === 'currency' && (v === '' || v === ownCurrencies)) return 'their own currencies'
  return choices[name]?.[v] ?? v
}

export const currencyName = (code: string): string => code || 'No currency'

/** A hint without the commands that do on the command line what this page has buttons for. */
export const withoutCommands = (hint: string): string => hint.replace(/,? with (`[^`]*`|--[a-z-]+(, such as --[^,.]*)?)/g, '')
