import { activity, dropUpload, Failure, importUpload, previewUpload, score, sendFiles, upload } from '../api/client'
import { refresh } from '../api/latest'
import type { Activity, Choice, Upload } from '../api/types'
import { router } from '../router.svelte'

type Stage = 'empty' | 'sending' | 'waiting' | 'import' | 'score' | 'done'

const glance = 500
const settle = 250

/** Staging holds the files that were sent and wait to be taken in, and takes them in. */
class Staging {
  stage = $state<Stage>('empty')
  upload = $state.raw<Upload>()
  failure = $state.raw<Failure>()
  /** What did not happen, because of the failure. */
  failed = $state('')
  sent = $state(0)
  looking = $state(0)
  progress = $state.raw<Activity['progress']>()
  scored = $state(false)
  /** Why the latest scoring did not come about. */
  unscored = $state.raw<Failure>()
  /** Counts what changed the data kept, so that whatever shows it asks again. */
  changes = $state(0)
  #later: ReturnType<typeof setTimeout> | undefined
  #round = 0

  get busy(): boolean {
    return this.stage === 'sending' || this.stage === 'import' || this.stage === 'score'
  }

  /** Sends files and shows how they are understood, on the data page. */
  async send(files: Iterable<File>): Promise<void> {
    if (this.busy) return
    const more = this.stage === 'waiting' ? this.upload?.id : undefined
    if (!more) this.#clear()
    this.stage = 'sending'
    this.sent = 0
    this.failure = undefined
    if (router.path !== '/data') router.go('/data')
    try {
      this.#take(await sendFiles(files, more, (share) => (this.sent = share)))
    } catch (cause) {
      this.#fail('The files were not sent', cause)
      this.stage = this.upload ? 'waiting' : 'empty'
    }
  }

  /** Goes on with an upload after the page was loaded anew. */
  async resume(id: string): Promise<void> {
    if (this.upload || this.busy) return
    try {
      let u = await upload(id)
      if (u.state !== 'importing') return this.#take(u)
      this.upload = u
      this.stage = 'import'
      while (u.state === 'importing') {
        await new Promise((done) => setTimeout(done, glance))
        await this.#look()
        u = await upload(id)
      }
      this.#take(u)
      if (u.state === 'imported') await this.rescore()
    } catch {
      this.#address('')
    }
  }

  /** Reads a file otherwise; what comes of it is shown as soon as it is known. */
  choose(no: number, choice: Choice, at = settle): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#preview([{ no, ...choice }], this.upload?.zone ?? ''), at)
  }

  zone(zone: string): void {
    void this.#preview([], zone)
  }

  async #preview(files: ({ no: number } & Choice)[], zone: string): Promise<void> {
    if (!this.upload || this.busy) return
    const round = ++this.#round
    this.looking++
    try {
      const u = await previewUpload(this.upload.id, zone, files)
      if (round === this.#round) this.#take(u)
      this.failure = undefined
    } catch (cause) {
      this.#fail('The file could not be looked at again', cause)
    }
    this.looking--
  }

  /** Takes everything in, and scores anew. */
  async import(): Promise<void> {
    if (!this.upload || this.busy) return
    this.stage = 'import'
    this.failure = this.progress = undefined
    const watch = setInterval(() => void this.#look(), glance)
    try {
      const u = await importUpload(this.upload.id)
      this.upload = u
      if (u.failure) throw new Failure(u.failure.code, u.failure.message, u.failure.hint)
      this.changes++
    } catch (cause) {
      this.#fail('Nothing was imported', cause)
      this.stage = 'waiting'
      return
    } finally {
      clearInterval(watch)
    }
    await this.rescore()
  }

  /** Scores what is kept. */
  async rescore(): Promise<void> {
    this.stage = 'score'
    this.failure = this.unscored = this.progress = undefined
    const watch = setInterval(() => void this.#look(), glance)
    try {
      await score()
      this.scored = true
    } catch (cause) {
      this.unscored = failureOf(cause)
    }
    clearInterval(watch)
    this.stage = this.upload ? 'done' : 'empty'
    this.changes++
    refresh()
  }

  /** Scores anew without an import that was taken back. */
  async undone(batch: number): Promise<void> {
    if (this.upload?.imported?.batch.id === batch) this.drop()
    this.changes++
    await this.rescore()
  }

  /** Forgets the files. */
  drop(): void {
    if (this.upload && this.stage === 'waiting') void dropUpload(this.upload.id)
    this.#clear()
    this.#address('')
  }

  #take(u: Upload): void {
    this.upload = u
    this.stage = u.state === 'imported' ? 'done' : 'waiting'
    if (u.failure) this.#fail('Nothing was imported', new Failure(u.failure.code, u.failure.message, u.failure.hint))
    this.#address(u.id)
  }

  #fail(what: string, cause: unknown): void {
    this.failed = what
    this.failure = failureOf(cause)
  }

  #address(id: string): void {
    if (router.path === '/data') router.setQuery(new URLSearchParams(id ? { upload: id } : {}))
  }

  async #look(): Promise<void> {
    try {
      this.progress = (await activity()).progress
    } catch {
      // The job itself will say what is wrong.
    }
  }

  #clear(): void {
    this.upload = this.failure = this.unscored = this.progress = undefined
    this.scored = false
    this.stage = 'empty'
  }
}

const failureOf = (cause: unknown) => (cause instanceof Failure ? cause : new Failure('internal', String(cause), ''))

export const staging = new Staging()
