// The columns of the comparison, and which end of each is the good one.
import type { ComparedModel } from '../api/types'
import { bias, fixed, share } from '../format'
import { modelName, type TermKey } from '../terms'
import { percent } from './coverage'

export interface Measure {
  key: string
  name: string
  term?: TermKey
  better: 'low' | 'high'
  rank: (m: ComparedModel) => number | string
  write: (m: ComparedModel) => string
}

export const measures: Measure[] = [
  { key: 'model', name: 'Model', better: 'low', rank: (m) => modelName(m.name), write: (m) => modelName(m.name) },
  { key: 'log_score', name: 'Log score', term: 'log_score', better: 'high', rank: (m) => m.log_score, write: (m) => fixed(m.log_score, 4) },
  { key: 'bias', name: 'Bias', term: 'bias', better: 'low', rank: (m) => Math.abs(m.bias), write: (m) => bias(m.bias) },
  { key: 'rmse', name: 'RMSE', term: 'rmse', better: 'low', rank: (m) => m.rmse, write: (m) => fixed(m.rmse, 3) },
  { key: 'crps', name: 'CRPS', term: 'crps', better: 'low', rank: (m) => m.crps, write: (m) => fixed(m.crps, 3) },
  { key: 'gini', name: 'Gini', term: 'gini', better: 'high', rank: (m) => m.gini, write: (m) => fixed(m.gini, 3) },
  {
    key: 'coverage', name: 'Held of claimed', term: 'coverage', better: 'low',
    rank: (m) => Math.abs(m.coverage - m.coverage_claimed),
    write: (m) => (m.coverage_claimed ? `${fixed(100 * m.coverage, 1)} of ${percent(m.coverage_claimed)}` : '–'),
  },
  { key: 'weight', name: 'Weight', term: 'weight', better: 'high', rank: (m) => m.weight, write: (m) => (m.weight > 0 ? share(m.weight) : '–') },
]

export interface Sorting {
  key: string
  best: boolean
}

/** Best first, or worst first. */
export function sorted(models: ComparedModel[], s: Sorting): ComparedModel[] {
  const by = measures.find((c) => c.key === s.key)
  if (!by) return models
  const sign = (by.better === 'high') === s.best ? -1 : 1
  return [...models].sort((a, b) => {
    const [x, y] = [by.rank(a), by.rank(b)]
    return sign * (typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y))
  })
}
