// Parts that the charts have in common.
import type { EChartsOption } from 'echarts'
import type { Palette } from './palette'

/** Draw makes a chart's option for the colours and the width of the moment. */
export type Draw = (palette: Palette, width: number) => EChartsOption

export const narrow = (width: number): boolean => width < 520

export function frame(p: Palette): EChartsOption {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'system-ui, sans-serif', fontSize: 12, color: p['ink-2'] },
    tooltip: {
      confine: true,
      backgroundColor: p.sheet,
      borderColor: p['rule-2'],
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: p.ink, fontSize: 13 },
      extraCssText: 'box-shadow:none;border-radius:4px',
      transitionDuration: 0,
    },
  }
}

const nameStyle = (p: Palette) => ({ color: p['ink-2'], fontSize: 12 })

export function valueAxis(p: Palette, name: string, write: (v: number) => string) {
  return {
    type: 'value' as const,
    name,
    nameLocation: 'end' as const,
    nameGap: 12,
    nameTextStyle: { ...nameStyle(p), align: 'left' as const, padding: [0, 0, 0, -44] },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: p['ink-2'], formatter: (v: number) => write(v) },
    splitLine: { lineStyle: { color: p.rule } },
  }
}

export function plainAxis(p: Palette, name: string) {
  return {
    name,
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: nameStyle(p),
    axisLine: { lineStyle: { color: p['rule-2'] } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: p['ink-2'], hideOverlap: true },
  }
}

export function grid(bottom = 44, right = 16) {
  return { left: 52, right, top: 34, bottom, containLabel: false, outerBoundsMode: 'none' as const }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escaped = (s: string): string => s.replace(/[&<>"']/g, (c) => escapes[c] ?? c)

/** The content of a tooltip: a title and lines of name and value. */
export function tipBox(title: string, lines: [string, string][], note = ''): string {
  const rows = lines.map(([name, v]) => `<tr><td>${escaped(name)}</td><td>${escaped(v)}</td></tr>`).join('')
  const foot = note ? `<div>${escaped(note)}</div>` : ''
  return `<div class="chart-tip"><b>${escaped(title)}</b><table>${rows}</table>${foot}</div>`
}

/** What ECharts hands to a formatter, as far as it is used here. */
export interface Pointed {
  dataIndex: number
  seriesIndex: number
  seriesName: string
  seriesId: string
}

/** A formatter of tooltips that follow the axis. */
export const byAxis = (write: (index: number) => string) => (params: unknown) => {
  const first = (Array.isArray(params) ? params[0] : params) as Pointed | undefined
  return first ? write(first.dataIndex) : ''
}
