import { Failure, identity, joinPeople, splitPeople } from '../api/client'
import { Resource } from '../api/resource.svelte'
import type { Identity } from '../api/types'

/** Person is whom an identifier stands for, and what was done about it here. */
export class Person {
  says = $state('')
  failure = $state.raw<Failure>()
  busy = $state(false)
  readonly #known: Resource<Identity>

  constructor(readonly id: string) {
    this.#known = new Resource((signal) => identity(id, signal))
    void this.#known.load()
  }

  get known(): Identity | undefined {
    return this.#known.data
  }

  split(a: string, b: string): Promise<void> {
    return this.#change(splitPeople(a, b))
  }

  join(a: string, b: string): Promise<void> {
    return this.#change(joinPeople(a, b))
  }

  async #change(asked: ReturnType<typeof splitPeople>): Promise<void> {
    this.busy = true
    this.failure = undefined
    this.says = ''
    try {
      this.says = (await asked).says
      await this.#known.load()
    } catch (cause) {
      this.failure = cause instanceof Failure ? cause : new Failure('internal', String(cause), '')
    }
    this.busy = false
  }
}

const kinds: Record<string, string> = { email: 'e-mail', external: 'customer id', account: 'account', phone: 'telephone', device: 'device' }

/** A kind of identifier for people. */
export const kindWord = (kind: string) => kinds[kind] ?? kind
