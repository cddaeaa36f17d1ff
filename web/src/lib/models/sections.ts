import type { Models } from '../api/types'
import { plural } from '../format'
import { modelName } from '../terms'

export interface SectionHead {
  id: 'comparison' | 'days' | 'coverage' | 'drift' | 'customers' | 'fits' | 'posterior'
  title: string
  /** What it comes to, for whoever does not open it. */
  says: string
}

/** What lies below the sentence and the backtest; each head says what its section found. */
export function sectionsOf(m: Models): SectionHead[] {
  const c = m.comparison
  const rolling: SectionHead[] = c
    ? [
        { id: 'comparison', title: 'Comparison', says: `Asked on ${c.origins.length} earlier days, ${modelName(c.models[0]?.name ?? '')} foretold best.` },
        { id: 'days', title: 'Day by day', says: 'Were the models too high or too low, and always the same way?' },
        { id: 'coverage', title: 'Coverage', says: 'Do intervals hold what they claim?' },
        { id: 'drift', title: 'Drift', says: c.drift.length ? `${c.drift.length} ${plural(c.drift.length, 'parameter')} moved more than chance allows.` : 'No parameter moved more than chance allows.' },
      ]
    : [{ id: 'comparison', title: 'Comparison', says: 'The order log is too short to ask the models from several earlier days.' }]
  return [
    ...rolling,
    { id: 'customers', title: 'Low and high customers', says: 'Predictions against what happened, how often customers came back, and P(alive).' },
    { id: 'fits', title: 'The fitted models', says: `Parameters and likelihood of all customers up to the as-of day; time in ${m.definition.unit}s.` },
    { id: 'posterior', title: 'Posterior', says: 'How surely the parameters are known, drawn on demand.' },
  ]
}
