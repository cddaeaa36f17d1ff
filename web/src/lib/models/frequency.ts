import type { FrequencyBar, Models } from '../api/types'
import { modelColour } from '../charts/palette'
import { byAxis, frame, grid, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { count } from '../format'
import { modelName } from '../terms'
import type { Pick } from './pick'

export const bar = (f: FrequencyBar): string => f.frequency + (f.or_more ? '+' : '')

export const countedModels = (bars: FrequencyBar[]): string[] =>
  [...new Set(bars.flatMap((b) => Object.keys(b.expected)))]

export function drawFrequency(m: Models, pick: Pick, shown: string[]): Draw {
  return (p) => ({
    ...frame(p),
    grid: grid(),
    tooltip: {
      ...frame(p).tooltip,
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: p.shade, opacity: 0.6 } },
      formatter: byAxis((i) => tip(m.frequency[i], shown)),
    },
    xAxis: { type: 'category', data: m.frequency.map(bar), ...plainAxis(p, 'Repeat order days up to as-of') },
    yAxis: valueAxis(p, 'Customers', (v) => count(v)),
    series: [
      { type: 'bar' as const, name: 'Actual', itemStyle: { color: p['ink-3'] }, barGap: '8%', barCategoryGap: '24%', emphasis: { disabled: true }, data: m.frequency.map((b) => b.actual) },
      ...shown.map((name) => ({
        type: 'bar' as const, name: modelName(name), emphasis: { disabled: true },
        itemStyle: { color: modelColour(p, name, pick.names, pick.chosen) },
        data: m.frequency.map((b) => b.expected[name] ?? null),
      })),
    ],
  })
}

function tip(b: FrequencyBar | undefined, shown: string[]): string {
  if (!b) return ''
  return tipBox(`${bar(b)} repeat order days`, [
    ['Customers', count(b.actual)],
    ...shown.map((n): [string, string] => [modelName(n), count(b.expected[n], 1)]),
  ])
}

export function frequencyTable(bars: FrequencyBar[], models: string[]): Table {
  return table(
    ['Repeat order days', 'Actual', ...models.map(modelName)],
    bars.map((b) => [bar(b), count(b.actual), ...models.map((n) => count(b.expected[n], 1))]),
  )
}
