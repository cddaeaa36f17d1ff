import type { Models } from '../api/types'
import { bias } from '../format'
import { modelName } from '../terms'
import { percent } from './coverage'
import { driftHead } from './windows'

export interface SectionHead {
  id: 'comparison' | 'days' | 'coverage' | 'drift' | 'customers' | 'fits' | 'posterior'
  title: string
  /** What it comes to, for whoever does not open it. */
  says: string
}

/** The model whose record stands for the rest: the chosen one, or the best. */
function subject(m: Models): string {
  const names = m.comparison?.models.map((c) => c.name) ?? []
  return names.includes(m.chosen.transactions) ? m.chosen.transactions : (names[0] ?? '')
}

function swing(m: Models): string {
  const name = subject(m)
  const all = (m.comparison?.origins ?? []).flatMap((o) => o.models.filter((r) => r.name === name).map((r) => r.bias))
  return all.length ? `${modelName(name)}: a bias between ${bias(Math.min(...all))} and ${bias(Math.max(...all))}.` : ''
}

function kept(m: Models): string {
  const record = m.comparison?.models.find((c) => c.name === subject(m))
  if (!record?.coverage_claimed) return ''
  return `${modelName(record.name)}: intervals that claimed to hold ${percent(record.coverage_claimed)} held ${percent(record.coverage)}.`
}

/** What lies below the sentence and the backtest; each head says what its section found. */
export function sectionsOf(m: Models): SectionHead[] {
  const c = m.comparison
  const rolling: SectionHead[] = c
    ? [
        { id: 'comparison', title: 'Comparison', says: `Asked on ${c.origins.length} earlier days, ${modelName(c.models[0]?.name ?? '')} foretold best.` },
        { id: 'days', title: 'Day by day', says: swing(m) },
        { id: 'coverage', title: 'Coverage', says: kept(m) },
        { id: 'drift', title: 'Drift', says: driftHead(c.drift_test) },
      ]
    : [{ id: 'comparison', title: 'Comparison', says: 'The order log is too short to ask the models from several earlier days.' }]
  return [
    ...rolling,
    { id: 'customers', title: 'Low and high customers', says: 'Predictions against what happened, how often customers came back, and P(alive).' },
    { id: 'fits', title: 'The fitted models', says: `Parameters and likelihood of all customers up to the as-of day; time in ${m.definition.unit}s.` },
    { id: 'posterior', title: 'Posterior', says: 'How surely the parameters are known, drawn on demand.' },
  ]
}
