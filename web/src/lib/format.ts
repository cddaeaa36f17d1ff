// How numbers and days are written. The only place where it is decided.

const locale = navigator.language || 'en'
const none = '–'

type Maybe = number | null | undefined

const formats = new Map<string, Intl.NumberFormat>()

/** Writes v with a minus sign as long as a plus. */
function write(v: number, options: Intl.NumberFormatOptions): string {
  return format(options).format(v).replace('-', '\u2212')
}

/** The formatter of the options, made once: they are dear to make. */
function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  let f = formats.get(key)
  if (!f) {
    try {
      f = new Intl.NumberFormat(locale, options)
    } catch {
      // A currency code that is not one: the number, and the code said elsewhere.
      f = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    }
    formats.set(key, f)
  }
  return f
}

function inCurrency(currency: string, options: Intl.NumberFormatOptions): Intl.NumberFormatOptions {
  return currency ? { style: 'currency', currency, ...options } : options
}

/** An exact amount, with cents. */
export function money(v: Maybe, currency: string): string {
  if (v == null) return none
  const cents = currency ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return write(v, inCurrency(currency, cents))
}

/** An exact amount whose currency stands elsewhere, as at the head of a column. */
export const figure = (v: Maybe, currency: string): string => count(v, decimals(currency))

/** An amount for reading: cents only where they matter, to it or its neighbours. */
export function amount(v: Maybe, currency: string, among: Maybe[] = [v]): string {
  if (v == null) return none
  const large = among.some((n) => n != null && Math.abs(n) >= 1000)
  const digits = large ? 0 : decimals(currency)
  return write(v, inCurrency(currency, { minimumFractionDigits: digits, maximumFractionDigits: digits }))
}

/** Yen have no cents. */
function decimals(currency: string): number {
  return currency ? (format(inCurrency(currency, {})).resolvedOptions().maximumFractionDigits ?? 2) : 2
}

/** An amount for an axis: short. */
export function shortMoney(v: number, currency: string): string {
  return write(v, inCurrency(currency, { notation: 'compact', maximumSignificantDigits: 3 }))
}

/** A share or probability, never rounded to a certainty it is not. */
export function share(v: Maybe): string {
  if (v == null) return none
  if (v > 0 && v < 0.001) return '<' + percent(0.001, 1)
  if (v < 1 && v > 0.999) return '>' + percent(0.999, 1)
  const size = Math.abs(v)
  return percent(v, (size > 0 && size < 0.1) || (size > 0.99 && size < 1) ? 1 : 0)
}

/** A difference from what happened: always with its sign. */
export function bias(v: Maybe): string {
  if (v == null) return none
  return write(v, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })
}

function percent(v: number, digits: number): string {
  return write(v, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** How many: whole numbers whole, expectations with their decimals. */
export function count(v: Maybe, digits = 0): string {
  if (v == null) return none
  return write(v, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** A number of no unit, to four significant digits. */
export function number(v: Maybe, digits = 4): string {
  if (v == null) return none
  if (Number.isInteger(v)) return count(v)
  return write(v, { minimumSignificantDigits: digits, maximumSignificantDigits: digits })
}

export function fixed(v: Maybe, digits: number): string {
  return count(v, digits)
}

/** A stretch of time in the models' unit. */
export function time(v: Maybe, unit: string): string {
  if (v == null) return none
  return `${count(v, Number.isInteger(v) ? 0 : 1)} ${plural(v, unit || 'week')}`
}

export function plural(n: number, word: string): string {
  return n === 1 ? word : word + 's'
}

/** A value of the unit that travels with it. */
export function inUnit(v: Maybe, unit: string, d: { currency: string; unit: string }, among: Maybe[] = [v]): string {
  switch (unit) {
    case 'money':
      return amount(v, d.currency, among)
    case 'share':
      return share(v)
    case 'count':
      return count(v, v == null || Number.isInteger(v) || Math.abs(v) >= 100 ? 0 : 2)
    case 'time':
      return time(v, d.unit)
    default:
      return number(v)
  }
}

/** A day as ISO 8601 has it, or a dash. */
export const day = (iso: string): string => iso || none

export function month(iso: string): string {
  const at = new Date(iso + 'T00:00:00Z')
  return new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at)
}

export const quarter = (iso: string): string => `Q${Math.ceil(Number(iso.slice(5, 7)) / 3)} ${iso.slice(0, 4)}`

const dayLength = 86_400_000

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength)
}

/** A stretch of days in the words people use for it. */
export function stretch(days: number): string {
  if (days < 60) return `${days} ${plural(days, 'day')}`
  const months = Math.round(days / 30.44)
  if (months < 36) return `${months} months`
  return `${count(days / 365.25, 1)} years`
}

/** How long the machine took. */
export function duration(seconds: number): string {
  return seconds < 1 ? count(Math.ceil(seconds * 1000)) + ' ms' : count(seconds, 1) + ' s'
}

/** Words with a capital in front and a full stop behind. */
export function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return text === '' || /[.!?]$/.test(text) ? text : text + '.'
}

/** A horizon such as 52w, in words. */
export function span(text: string): string {
  const m = /^(\d+)([dwmy])$/.exec(text.trim().toLowerCase())
  if (!m) return text
  const words: Record<string, string> = { d: 'day', w: 'week', m: 'month', y: 'year' }
  return `${m[1]} ${plural(Number(m[1]), words[m[2] ?? ''] ?? '')}`
}
