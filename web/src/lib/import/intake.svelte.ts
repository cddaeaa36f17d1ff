import { activity, Failure, importOrders, score } from '../api/client'
import { refresh } from '../api/latest'
import type { Activity, Batch } from '../api/types'

type Stage = 'choose' | 'import' | 'score' | 'done' | 'failed'

const glance = 700

/** Intake takes files in and scores anew, telling how far it is. */
class Intake {
  open = $state(false)
  stage = $state<Stage>('choose')
  progress = $state.raw<Activity['progress']>()
  batch = $state.raw<Batch>()
  failure = $state.raw<Failure>()

  get busy(): boolean {
    return this.stage === 'import' || this.stage === 'score'
  }

  show(): void {
    if (!this.busy) this.#reset()
    this.open = true
  }

  async take(files: Iterable<File>): Promise<void> {
    if (this.busy) return
    this.#reset()
    this.open = true
    const watch = setInterval(() => void this.#look(), glance)
    try {
      this.stage = 'import'
      this.batch = await importOrders(files)
      this.stage = 'score'
      await score()
      this.stage = 'done'
    } catch (cause) {
      this.failure = cause instanceof Failure ? cause : new Failure('internal', String(cause), '')
      this.stage = 'failed'
    } finally {
      clearInterval(watch)
      refresh()
    }
  }

  async #look(): Promise<void> {
    try {
      this.progress = (await activity()).progress
    } catch {
      // The job itself will say what is wrong.
    }
  }

  #reset(): void {
    this.stage = 'choose'
    this.progress = this.batch = this.failure = undefined
  }
}

export const intake = new Intake()
