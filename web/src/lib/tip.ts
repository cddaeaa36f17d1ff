import type { Attachment } from 'svelte/attachments'

// One bubble for the whole page, moved to whatever asks for it.
let bubble: HTMLElement | undefined

function show(over: Element, text: string): void {
  if (!bubble) {
    bubble = document.createElement('div')
    bubble.id = 'tip'
    bubble.role = 'tooltip'
    document.body.append(bubble)
  }
  const host = over.closest('dialog') ?? document.body
  host.append(bubble)
  bubble.textContent = text
  bubble.hidden = false
  const box = over.getBoundingClientRect()
  const room = document.documentElement.clientWidth
  const left = Math.max(8, Math.min(box.left, room - bubble.offsetWidth - 8))
  const below = box.bottom + bubble.offsetHeight + 12 < innerHeight
  bubble.style.left = left + 'px'
  bubble.style.top = (below ? box.bottom + 6 : box.top - bubble.offsetHeight - 6) + 'px'
  over.setAttribute('aria-describedby', bubble.id)
}

function hide(over: Element): void {
  if (bubble) bubble.hidden = true
  over.removeAttribute('aria-describedby')
}

/** Explains a word when it is pointed at, focused or tapped. */
export function tip(text: string): Attachment<HTMLElement> {
  return (element) => {
    const on = () => show(element, text)
    const off = () => hide(element)
    const key = (e: KeyboardEvent) => e.key === 'Escape' && off()
    element.addEventListener('mouseenter', on)
    element.addEventListener('focus', on)
    element.addEventListener('mouseleave', off)
    element.addEventListener('blur', off)
    element.addEventListener('keydown', key)
    return () => {
      off()
      element.removeEventListener('mouseenter', on)
      element.removeEventListener('focus', on)
      element.removeEventListener('mouseleave', off)
      element.removeEventListener('blur', off)
      element.removeEventListener('keydown', key)
    }
  }
}
