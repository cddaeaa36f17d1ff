import { models, overview, posterior } from './client'
import { Resource } from './resource.svelte'
import type { Posterior } from './types'

/** The models whose posterior can be asked for. */
export const sampled = ['bg-nbd', 'mbg-nbd', 'pareto-nbd']

/** The latest scoring, kept while people move between pages. */
export const latest = {
  overview: new Resource(overview),
  models: new Resource(models),
  posteriors: Object.fromEntries(
    sampled.map((name) => [name, new Resource((signal) => posterior(name, signal))]),
  ) as Record<string, Resource<Posterior>>,
}

/** Asks for everything again, after an import. */
export function refresh(): void {
  void latest.overview.load()
  const seen = [latest.models, ...Object.values(latest.posteriors)]
  for (const resource of seen) if (resource.data || resource.failure) void resource.load()
}
