const names = [
  'paper', 'sheet', 'shade', 'ink', 'ink-2', 'ink-3', 'rule', 'rule-2', 'leaf', 'leaf-2', 'leaf-3', 'clay', 'amber', 'slate', 'plum',
] as const

export type Palette = Record<(typeof names)[number], string>

/** The page's colours as they are now, for drawing. */
export function paletteOf(element: HTMLElement): Palette {
  const probe = document.createElement('span')
  element.append(probe)
  const colours = {} as Palette
  for (const name of names) {
    probe.style.color = `var(--${name})`
    colours[name] = getComputedStyle(probe).color
  }
  probe.remove()
  return colours
}

/** A colour between two, at a share of the way. */
export function between(from: string, to: string, at: number): string {
  const [a, b] = [channels(from), channels(to)]
  return `rgb(${a.map((v, i) => Math.round(v + ((b[i] ?? v) - v) * at)).join(',')})`
}

export function faded(colour: string, opacity: number): string {
  return `rgba(${channels(colour).join(',')},${opacity})`
}

function channels(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
}

const others = ['amber', 'slate', 'plum', 'clay'] as const

export interface Look {
  colour: keyof Palette
  dashed: boolean
}

/** One look a model on every chart: green for the chosen one, grey for the naive rule, dashes where colours run out. */
export function modelLook(name: string, names: string[], chosen: string): Look {
  if (name === chosen) return { colour: 'leaf', dashed: false }
  if (name === 'naive') return { colour: 'ink-3', dashed: true }
  const place = Math.max(0, names.filter((n) => n !== chosen && n !== 'naive').indexOf(name))
  return { colour: others[place % others.length] ?? 'slate', dashed: place >= others.length }
}

export const modelColour = (p: Palette, name: string, names: string[], chosen: string): string =>
  p[modelLook(name, names, chosen).colour]
