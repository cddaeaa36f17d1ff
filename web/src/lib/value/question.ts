// A question of value, as the address bar has it: so that a view can be shared.
import type { LadderDefinition, Terms } from '../api/types'

/** The terms of a definition that a question can change. */
export const termNames = ['basis', 'refunds', 'tax', 'currency', 'zone', 'identity', 'serve_cost'] as const

export type TermName = (typeof termNames)[number]

/** What a question changes of the definition; what is not named stays. */
export type Changes = Partial<Record<TermName, string>>

export const periodNames = ['from', 'to', 'as_of'] as const

const passed = [...termNames, ...periodNames]

/** The part of an address that the server is asked. */
export function questionOf(address: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams()
  for (const name of passed) {
    const v = address.get(name)
    if (v) out.set(name, v)
  }
  return out
}

export function changesOf(address: URLSearchParams): Changes {
  return pick((name) => address.get(name) ?? '')
}

/** What differs in the other definition, as in with=refunds=order_date,basis=net. */
export function otherOf(address: URLSearchParams): Changes {
  const said = new Map((address.get('with') ?? '').split(',').map((part) => part.split('=', 2) as [string, string]))
  return pick((name) => said.get(name) ?? '')
}

export const listed = (c: Changes): string => termNames.filter((n) => c[n]).map((n) => `${n}=${c[n]}`).join(',')

function pick(of: (name: TermName) => string): Changes {
  return Object.fromEntries(termNames.map((n) => [n, of(n)] as const).filter(([, v]) => v))
}

/** The address with some parts changed; what is empty goes. */
export function changed(address: URLSearchParams, parts: Record<string, string>): URLSearchParams {
  const to = new URLSearchParams(address)
  for (const [name, v] of Object.entries(parts)) {
    if (v) to.set(name, v)
    else to.delete(name)
  }
  return to
}

/** The address without any change of the definition. */
export const plain = (address: URLSearchParams): URLSearchParams => changed(address, Object.fromEntries(termNames.map((n) => [n, ''])))

/** Terms as changes have them: everything named. */
export const asChanges = (t: Terms): Required<Changes> => ({
  basis: t.basis, refunds: t.refunds, tax: t.tax, currency: t.currency || ownCurrencies, zone: t.zone, identity: t.identity, serve_cost: String(t.serve_cost),
})

/** Terms with changes made, as the server takes them. */
export function asTerms(d: Terms | LadderDefinition, c: Changes): Terms {
  const currency = c.currency ?? d.currency
  return {
    basis: (c.basis ?? d.basis) as Terms['basis'],
    refunds: (c.refunds ?? d.refunds) as Terms['refunds'],
    tax: (c.tax ?? d.tax) as Terms['tax'],
    currency: currency === ownCurrencies ? '' : currency,
    zone: c.zone ?? d.zone,
    identity: (c.identity ?? d.identity) as Terms['identity'],
    serve_cost: c.serve_cost ? Number(c.serve_cost) : d.serve_cost,
  }
}

/** What takes a currency back. */
export const ownCurrencies = 'none'
