export type Theme = 'auto' | 'light' | 'dark'

const key = 'perennial-theme'
const themes: Theme[] = ['auto', 'light', 'dark']

function remembered(): Theme {
  const text = localStorage.getItem(key)
  return themes.find((t) => t === text) ?? 'auto'
}

/** Light or dark: as the system says unless the reader chose; paper is light. */
class ThemeChoice {
  choice = $state<Theme>(remembered())
  #system = matchMedia('(prefers-color-scheme: dark)')
  #paper = matchMedia('print')
  #systemDark = $state(this.#system.matches)
  #printing = $state(this.#paper.matches)

  dark = $derived(!this.#printing && (this.choice === 'dark' || (this.choice === 'auto' && this.#systemDark)))

  constructor() {
    this.#system.addEventListener('change', (e) => (this.#systemDark = e.matches))
    this.#paper.addEventListener('change', (e) => (this.#printing = e.matches))
    this.#apply()
  }

  next(): void {
    this.choice = themes[(themes.indexOf(this.choice) + 1) % themes.length] ?? 'auto'
    localStorage.setItem(key, this.choice)
    this.#apply()
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.choice
  }
}

export const theme = new ThemeChoice()
