import type {
  Activity, Batch, Change, Choice, Comparison, CustomerDetail, CustomerList, Formats, Identity, Imports, InForce, LadderAnswer,
  Models, Overview, Parting, Posterior, Problem, Quality, RateList, Rejected, Terms, Upload,
} from './types'

const root = '/api/v1'

/** Failure is an answer that is not what was asked for, in words for people. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(root + path, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Failure('unreachable', 'The server does not answer', 'Check that perennial serve is still running.')
  }
  const body: unknown = await response.json().catch(() => null)
  if (response.ok && body !== null) return body as T
  throw failureOf(response.status, body as Problem | null)
}

function failureOf(status: number, problem: Problem | null): Failure {
  if (!problem?.code) return new Failure('internal', `The server answered with status ${status}`, '')
  const parts = (problem.errors ?? []).map((e) => [e.location, e.message].filter(Boolean).join(': '))
  return new Failure(problem.code, [problem.detail, ...parts].join('. '), problem.hint)
}

export const overview = (signal?: AbortSignal) => ask<Overview>('/overview', { signal })
export const models = (signal?: AbortSignal) => ask<Models>('/models', { signal })
export const posterior = (model: string, signal?: AbortSignal) =>
  ask<Posterior>('/models/' + encodeURIComponent(model) + '/posterior', { signal })

export const imports = (signal?: AbortSignal) => ask<Imports>('/imports', { signal })
export const activity = () => ask<Activity>('/activity')
export const score = () => ask<unknown>('/score', { method: 'POST' })

export const customer = (id: string, signal?: AbortSignal) =>
  ask<CustomerDetail>('/customers/' + encodeURIComponent(id), { signal })

export const identity = (id: string, signal?: AbortSignal) => ask<Identity>('/identity/' + encodeURIComponent(id), { signal })

const pair = (what: string, a: string, b: string) =>
  ask<Parting>('/identity/' + what, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ a, b }) })

/** Says that two identifiers are two people. */
export const splitPeople = (a: string, b: string) => pair('split', a, b)

/** Takes that back. */
export const joinPeople = (a: string, b: string) => pair('join', a, b)

export const ladder = (question: URLSearchParams, signal?: AbortSignal) => ask<LadderAnswer>('/value?' + question, { signal })
export const compareValue = (question: URLSearchParams, signal?: AbortSignal) => ask<Comparison>('/value/compare?' + question, { signal })
export const definition = (signal?: AbortSignal) => ask<InForce>('/definition', { signal })
export const rates = (signal?: AbortSignal) => ask<RateList>('/rates', { signal })

export const setDefinition = (terms: Terms) =>
  ask<InForce>('/definition', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(terms) })

/** Sends a file of rates of exchange: all of them are kept, or none. */
export function importRates(file: File, base: string, perBase: boolean): Promise<Change> {
  const form = new FormData()
  form.append('files', file, file.name)
  const how = new URLSearchParams({ ...(base && { base }), ...(perBase && { per_base: 'true' }) })
  return ask<Change>('/rates?' + how, { method: 'POST', body: form })
}

export const customers = (query: URLSearchParams, signal?: AbortSignal) =>
  ask<CustomerList>('/customers?' + query, { signal })

/** The address of a CSV file of the whole selection. */
export const exportAddress = (query: URLSearchParams) => `${root}/customers.csv?${query}`

export const quality = (signal?: AbortSignal) => ask<Quality>('/quality', { signal })
export const formats = (signal?: AbortSignal) => ask<Formats>('/formats', { signal })
export const rejected = (batch: number, signal?: AbortSignal) => ask<Rejected>(`/imports/${batch}/rejected`, { signal })
export const undoImport = (batch: number) => ask<Batch>(`/imports/${batch}/undo`, { method: 'POST' })

/** The address of a CSV file of the rows an import left out. */
export const rejectedAddress = (batch: number) => `${root}/imports/${batch}/rejected.csv`
/** The address of the rows of one file as they stood, to mend. */
export const mendAddress = (batch: number, no: number) => `${root}/imports/${batch}/mend/${no}`

export const upload = (id: string) => ask<Upload>('/uploads/' + id)
export const importUpload = (id: string) => ask<Upload>(`/uploads/${id}/import`, { method: 'POST' })

export async function dropUpload(id: string): Promise<void> {
  await fetch(`${root}/uploads/${id}`, { method: 'DELETE' }).catch(() => undefined)
}

export const previewUpload = (id: string, zone: string, files: ({ no: number } & Choice)[]) =>
  ask<Upload>(`/uploads/${id}/preview`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ zone, files }),
  })

/** Sends files, once, telling the share that has gone; to an upload that is there or a new one. */
export function sendFiles(files: Iterable<File>, to: string | undefined, tell: (share: number) => void): Promise<Upload> {
  const form = new FormData()
  for (const file of files) form.append('files', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', root + (to ? `/uploads/${to}/files` : '/uploads'))
    request.responseType = 'json'
    request.upload.onprogress = (e) => e.lengthComputable && tell(e.loaded / e.total)
    request.onload = () => {
      if (request.status < 300 && request.response) resolve(request.response as Upload)
      else reject(failureOf(request.status, request.response as Problem | null))
    }
    request.onerror = () => reject(new Failure('unreachable', 'The server does not answer, or a file can no longer be read', 'Check that perennial serve is still running, and choose the files again.'))
    request.send(form)
  })
}
