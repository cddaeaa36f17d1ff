import { activity, definition, Failure, rates, score, setDefinition } from '../api/client'
import { refresh } from '../api/latest'
import { Resource } from '../api/resource.svelte'
import type { Activity, Terms } from '../api/types'

const glance = 500

/** Meaning holds what value means here, the rates that takes, and whether the scores have caught up. */
class Meaning {
  inForce = new Resource(definition)
  rates = new Resource(rates)
  saving = $state(false)
  refused = $state.raw<Failure>()
  scoring = $state(false)
  progress = $state.raw<Activity['progress']>()
  scored = $state(false)
  unscored = $state.raw<Failure>()
  /** Whether rates came in that the scores do not know of. */
  rated = $state(false)
  /** Counts what changed figures, so that whatever shows them asks again. */
  changes = $state(0)

  load(): void {
    this.refused = this.unscored = undefined
    this.scored = false
    void this.inForce.load()
    void this.rates.load()
  }

  /** Makes terms the workspace's own, and says whether that went well. */
  async set(terms: Terms): Promise<boolean> {
    this.saving = true
    this.refused = undefined
    try {
      this.inForce.data = await setDefinition(terms)
      this.scored = false
      this.unscored = undefined
      this.changes++
      return true
    } catch (cause) {
      this.refused = failureOf(cause)
      return false
    } finally {
      this.saving = false
    }
  }

  /** Rates came in. */
  newRates(): void {
    this.rated = true
    this.scored = false
    this.unscored = undefined
    this.changes++
    void this.rates.load()
  }

  async score(): Promise<void> {
    this.scoring = true
    this.scored = false
    this.unscored = this.progress = undefined
    const watch = setInterval(() => void this.#look(), glance)
    try {
      await score()
      this.scored = true
      this.rated = false
      refresh()
    } catch (cause) {
      this.unscored = failureOf(cause)
    }
    clearInterval(watch)
    this.scoring = false
    void this.inForce.load()
  }

  async #look(): Promise<void> {
    try {
      this.progress = (await activity()).progress
    } catch {
      // The scoring itself will say what is wrong.
    }
  }
}

const failureOf = (cause: unknown) => (cause instanceof Failure ? cause : new Failure('internal', String(cause), ''))

export const meaning = new Meaning()
