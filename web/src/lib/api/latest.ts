import { models, overview } from './client'
import { Resource } from './resource.svelte'

/** The latest scoring, kept while people move between pages. */
export const latest = {
  overview: new Resource(overview),
  models: new Resource(models),
}

/** Asks for everything again, after an import. */
export function refresh(): void {
  void latest.overview.load()
  if (latest.models.data || latest.models.failure) void latest.models.load()
}
