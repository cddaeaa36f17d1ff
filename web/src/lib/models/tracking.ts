import type { Models, TrackingPoint } from '../api/types'
import { modelLook, type Look } from '../charts/palette'
import { byAxis, frame, grid, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { count } from '../format'
import { modelName } from '../terms'
import type { Pick } from './pick'

export const trackedModels = (points: TrackingPoint[]): string[] =>
  [...new Set(points.flatMap((at) => Object.keys(at.expected)))]

export function drawTracking(m: Models, pick: Pick, shown: string[]): Draw {
  return (p) => {
    const line = (name: string, look: Look, width: number, values: (number | undefined)[]) => ({
      type: 'line' as const, name, showSymbol: false, symbol: 'circle', itemStyle: { color: p[look.colour] },
      lineStyle: { color: p[look.colour], width, type: look.dashed ? ('dashed' as const) : ('solid' as const) }, emphasis: { disabled: true },
      data: m.tracking.map((at, i) => [at.day, values[i] ?? null] as [string, number | null]),
    })
    const split = {
      silent: true, symbol: 'none' as const, data: [{ xAxis: m.tracking_split }],
      lineStyle: { color: p['ink-3'], type: 'dashed' as const, width: 1 },
      label: { formatter: 'fitted  |  held out', color: p['ink-2'], position: 'end' as const, distance: 4 },
    }
    return {
      ...frame(p),
      grid: grid(32, 20),
      tooltip: { ...frame(p).tooltip, trigger: 'axis', formatter: byAxis((i) => tip(m.tracking[i], shown)) },
      xAxis: { type: 'time', ...plainAxis(p, '') },
      yAxis: valueAxis(p, 'Repeat orders, cumulated', (v) => count(v)),
      series: [
        { ...line('Actual', { colour: 'ink', dashed: false }, 2.4, m.tracking.map((at) => at.actual)), ...(m.tracking_split ? { markLine: split } : {}) },
        ...shown.map((name) => line(modelName(name), modelLook(name, pick.names, pick.chosen), 1.6, m.tracking.map((at) => at.expected[name]))),
      ],
    }
  }
}

function tip(at: TrackingPoint | undefined, shown: string[]): string {
  if (!at) return ''
  return tipBox(at.day, [['Actual', count(at.actual)], ...shown.map((n): [string, string] => [modelName(n), count(at.expected[n])])])
}

export function trackingTable(points: TrackingPoint[], models: string[]): Table {
  return table(['Day', 'Actual', ...models.map(modelName)], points.map((at) => [at.day, count(at.actual), ...models.map((n) => count(at.expected[n]))]))
}
