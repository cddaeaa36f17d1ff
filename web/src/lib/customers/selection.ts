// Which customers are shown, as the address bar and the API have it.

export const pageSize = 50

export interface Selection {
  q: string
  risk: string[]
  min: string
  max: string
  sort: string
  order: 'asc' | 'desc'
  page: number
}

export function selectionOf(query: URLSearchParams): Selection {
  return {
    q: query.get('q') ?? '',
    risk: (query.get('risk') ?? '').split(',').filter(Boolean),
    min: query.get('min_clv') ?? '',
    max: query.get('max_clv') ?? '',
    sort: query.get('sort') || 'clv',
    order: query.get('order') === 'asc' ? 'asc' : 'desc',
    page: Math.max(1, Number.parseInt(query.get('page') ?? '1') || 1),
  }
}

/** The parts that say which customers and in which order: what an export gets too. */
export function filterQuery(s: Selection): URLSearchParams {
  const query = new URLSearchParams()
  if (s.q) query.set('q', s.q)
  if (s.risk.length) query.set('risk', s.risk.join(','))
  if (s.min) query.set('min_clv', s.min)
  if (s.max) query.set('max_clv', s.max)
  if (s.sort !== 'clv') query.set('sort', s.sort)
  if (s.order !== 'desc') query.set('order', s.order)
  return query
}

export function addressQuery(s: Selection): URLSearchParams {
  const query = filterQuery(s)
  if (s.page > 1) query.set('page', String(s.page))
  return query
}

export function pageQuery(s: Selection): URLSearchParams {
  const query = filterQuery(s)
  query.set('limit', String(pageSize))
  query.set('offset', String((s.page - 1) * pageSize))
  return query
}

export const filtered = (s: Selection): boolean => Boolean(s.q || s.risk.length || s.min || s.max)
