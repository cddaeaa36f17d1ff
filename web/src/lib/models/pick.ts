// Which models the page shows, as the address bar has it.
import type { Entry } from '../charts/Key.svelte'
import type { Models } from '../api/types'
import { modelLook } from '../charts/palette'
import { modelName } from '../terms'

export interface Pick {
  names: string[]
  shown: string[]
  chosen: string
}

/** Every model of orders the page has something about. */
function namesOf(m: Models): string[] {
  const said = [
    ...(m.backtest?.models ?? []).map((b) => b.name),
    ...(m.comparison?.models ?? []).map((c) => c.name),
    ...m.frequency.flatMap((f) => Object.keys(f.expected)),
  ]
  return [...new Set(said)]
}

/** All are shown unless the address names some that there are. */
export function pickOf(m: Models, query: URLSearchParams): Pick {
  const names = namesOf(m)
  const asked = (query.get('models') ?? '').split(',')
  const some = names.filter((n) => asked.includes(n))
  return { names, shown: some.length ? some : names, chosen: m.chosen.transactions }
}

export function withModels(query: URLSearchParams, pick: Pick, shown: string[]): URLSearchParams {
  const to = new URLSearchParams(query)
  if (shown.length === 0 || shown.length === pick.names.length) to.delete('models')
  else to.set('models', shown.join(','))
  return to
}

/** The models among those shown that a chart has something about. */
export const among = (pick: Pick, has: string[]): string[] => pick.shown.filter((n) => has.includes(n))

export const lineKey = (pick: Pick, names: string[]): Entry[] =>
  names.map((n) => {
    const look = modelLook(n, pick.names, pick.chosen)
    return { name: modelName(n), colour: look.colour, shape: look.dashed ? 'dashed' : 'line' }
  })

/** The model to begin with where one is looked at: the chosen one, or the heaviest of the chosen mixture. */
export function leading(m: Models, names: string[]): string {
  if (names.includes(m.chosen.transactions)) return m.chosen.transactions
  const weights = m.chosen.weights ?? {}
  return [...names].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))[0] ?? ''
}
