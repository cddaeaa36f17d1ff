import type { ModelComparison, OriginRecord } from '../api/types'
import { modelLook } from '../charts/palette'
import { byAxis, frame, grid, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { bias, count } from '../format'
import { modelName } from '../terms'
import type { Pick } from './pick'

const biasOf = (o: OriginRecord, name: string): number | undefined => o.models.find((m) => m.name === name)?.bias

export const daysModels = (c: ModelComparison): string[] => [...new Set(c.origins.flatMap((o) => o.models.map((m) => m.name)))]

/** Bias by the day a model was asked: level and near zero is what one hopes for. */
export function drawDays(origins: OriginRecord[], shown: string[], pick: Pick): Draw {
  return (p) => ({
    ...frame(p),
    grid: grid(44),
    tooltip: { ...frame(p).tooltip, trigger: 'axis', formatter: byAxis((i) => tip(origins[i], shown)) },
    xAxis: { type: 'category', data: origins.map((o) => o.as_of), ...plainAxis(p, 'Asked on'), axisLine: { onZero: false, lineStyle: { color: p['rule-2'] } } },
    yAxis: { ...valueAxis(p, 'Predicted against actual orders', (v) => bias(v).replace(/[.,]0/, '')), scale: false },
    series: shown.map((name, i) => {
      const look = modelLook(name, pick.names, pick.chosen)
      const colour = p[look.colour]
      return {
        type: 'line' as const, name: modelName(name), symbol: 'circle', symbolSize: 7, itemStyle: { color: colour }, emphasis: { disabled: true },
        lineStyle: { color: colour, width: name === pick.chosen ? 2.4 : 1.6, type: look.dashed ? ('dashed' as const) : ('solid' as const) },
        z: name === pick.chosen ? 4 : 3, data: origins.map((o) => biasOf(o, name) ?? null),
        ...(i === 0 ? { markLine: { silent: true, symbol: 'none' as const, data: [{ yAxis: 0 }], label: { show: false }, lineStyle: { color: p.ink, type: 'solid' as const, width: 1 } } } : {}),
      }
    }),
  })
}

function tip(o: OriginRecord | undefined, shown: string[]): string {
  if (!o) return ''
  return tipBox(`${o.as_of} to ${o.until}`, [['Customers', count(o.customers)], ...shown.map((n): [string, string] => [modelName(n), bias(biasOf(o, n))])])
}

export function daysTable(origins: OriginRecord[], shown: string[]): Table {
  return table(
    ['Asked on', 'About days up to', 'Customers', ...shown.map(modelName)],
    origins.map((o) => [o.as_of, o.until, count(o.customers), ...shown.map((n) => bias(biasOf(o, n)))]),
    2,
  )
}
