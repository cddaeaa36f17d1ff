/** The address bar: where we are, and going elsewhere without a reload. */
class Router {
  path = $state(location.pathname)
  query = $state.raw(new URLSearchParams(location.search))

  constructor() {
    addEventListener('popstate', () => this.#read())
    document.addEventListener('click', (event) => this.#follow(event))
  }

  go(address: string, replace = false): void {
    const before = location.pathname
    history[replace ? 'replaceState' : 'pushState'](null, '', address)
    this.#read()
    if (location.pathname !== before) scrollTo(0, 0)
  }

  /** Changes the query only, without a new entry in the history. */
  setQuery(query: URLSearchParams): void {
    const text = query.toString()
    this.go(location.pathname + (text ? '?' + text : ''), true)
  }

  #read(): void {
    this.path = location.pathname
    this.query = new URLSearchParams(location.search)
  }

  #follow(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!plain || event.defaultPrevented || !link || link.target || link.hasAttribute('download')) return
    if (link.origin !== location.origin || link.pathname.startsWith('/api/') || link.hash) return
    event.preventDefault()
    this.go(link.pathname + link.search)
  }
}

export const router = new Router()

export const customerAddress = (id: string) => '/customers/' + encodeURIComponent(id)
