import { Failure } from './client'

/** Resource is an answer on its way: waiting, here, or failed. */
export class Resource<T> {
  data = $state.raw<T>()
  failure = $state.raw<Failure>()
  waiting = $state(false)
  #abort: AbortController | undefined

  constructor(private readonly ask: (signal: AbortSignal) => Promise<T>) {}

  /** Asks, or asks again; an answer already here stays until the next one. */
  async load(): Promise<void> {
    this.#abort?.abort()
    const abort = (this.#abort = new AbortController())
    this.waiting = true
    try {
      const data = await this.ask(abort.signal)
      if (abort.signal.aborted) return
      this.data = data
      this.failure = undefined
    } catch (cause) {
      if (abort.signal.aborted) return
      this.data = undefined
      this.failure = cause instanceof Failure ? cause : new Failure('internal', String(cause), '')
    }
    this.waiting = false
  }

  async loadOnce(): Promise<void> {
    if (this.data === undefined && !this.waiting) await this.load()
  }
}
