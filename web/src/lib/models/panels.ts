// Small charts side by side in one drawing, so that they share a table and a key.
import { narrow, valueAxis } from '../charts/parts'
import { count } from '../format'
import type { Palette } from '../charts/palette'

export const columnsIn = (width: number, n: number): number => Math.max(1, Math.min(n, narrow(width) ? 2 : 4))

/** The height that n panels need at a width. */
export const panelsHeight = (width: number, n: number, each: number): number => each * Math.ceil(n / columnsIn(width, n))

export interface Place {
  left: number
  width: number
  top: number
  height: number
}

/** Where each of n panels is drawn: left of it is room for numbers, above it for a title. */
export function places(width: number, n: number, each: number, left = 46, bottom = 30): Place[] {
  const columns = columnsIn(width, n)
  const one = width / columns
  return Array.from({ length: n }, (_, i) => ({
    left: (i % columns) * one + left,
    width: one - left - 14,
    top: Math.floor(i / columns) * each + 28,
    height: each - 28 - bottom,
  }))
}

/** A tick with as many decimals as it needs. */
export function plainNumber(v: number): string {
  const digits = [0, 1, 2, 3].find((d) => Math.abs(v * 10 ** d - Math.round(v * 10 ** d)) < 1e-6)
  return count(v, digits ?? 4)
}

/** A value axis whose name is the panel's title. */
export function titledAxis(p: Palette, gridIndex: number, title: string, write: (v: number) => string, left = 46) {
  const axis = valueAxis(p, title, write)
  return {
    ...axis, gridIndex, splitNumber: 3, scale: true,
    nameTextStyle: { color: p.ink, fontSize: 13, fontWeight: 600, fontStyle: 'italic' as const, align: 'left' as const, padding: [0, 0, 0, 6 - left] },
    axisLabel: { ...axis.axisLabel, fontSize: 11, showMinLabel: false },
  }
}
