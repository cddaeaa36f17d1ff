import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { ComparedModel } from '../api/types'
import { modelColour } from '../charts/palette'
import { byAxis, frame, narrow, plainAxis, tipBox, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { fixed, share } from '../format'
import { modelName } from '../terms'
import type { Pick } from './pick'

export const percent = (v: number): string => fixed(100 * v, 1) + '%'

/** A row a model: what its intervals claimed, and what they held. */
export function drawCoverage(models: ComparedModel[], pick: Pick): Draw {
  const ends = models.flatMap((m) => [m.coverage, m.coverage_claimed])
  const lowest = Math.floor(20 * Math.min(0.9, ...ends) - 0.2) / 20
  const least = lowest < 0.7 ? Math.floor(10 * lowest) / 10 : lowest
  return (p, width) => ({
    ...frame(p),
    grid: { left: narrow(width) ? 100 : 112, right: 20, top: 8, bottom: 42, outerBoundsMode: 'none' as const },
    tooltip: { ...frame(p).tooltip, trigger: 'axis', axisPointer: { type: 'shadow', axis: 'y', shadowStyle: { color: p.shade, opacity: 0.6 } }, formatter: byAxis((i) => tip(models[i])) },
    xAxis: {
      type: 'value', min: Math.max(0, least), max: 1, interval: least < 0.7 ? 0.1 : 0.05, ...plainAxis(p, 'Share of 90% intervals'),
      axisLabel: { color: p['ink-2'], formatter: (v: number) => share(v).replace(/[.,]0/, '') }, splitLine: { lineStyle: { color: p.rule } },
    },
    yAxis: {
      type: 'category', inverse: true, data: models.map((m) => modelName(m.name)),
      axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: p.ink, fontSize: narrow(width) ? 11.5 : 12.5 },
    },
    series: [
      {
        type: 'custom', silent: true, data: models.map((m, i) => [m.coverage_claimed, i, m.coverage]), encode: { x: [0, 2], y: 1 },
        renderItem: (at: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
          const [x1 = 0, y1 = 0] = api.coord([api.value(0), at.dataIndex])
          const [x2 = 0] = api.coord([api.value(2), at.dataIndex])
          return { type: 'line', shape: { x1, y1, x2, y2: y1 }, style: { stroke: p['rule-2'], lineWidth: 2 } }
        },
      },
      { type: 'scatter', name: 'Held', symbol: 'circle', symbolSize: 8, data: models.map((m, i) => ({ value: [m.coverage, i], itemStyle: { color: modelColour(p, m.name, pick.names, pick.chosen), opacity: 1 } })) },
      { type: 'scatter', name: 'Claimed', symbol: 'diamond', symbolSize: 14, itemStyle: { color: 'transparent', borderColor: p.ink, borderWidth: 1.6, opacity: 1 }, data: models.map((m, i) => [m.coverage_claimed, i]) },
    ],
  })
}

function tip(m: ComparedModel | undefined): string {
  if (!m) return ''
  return tipBox(modelName(m.name), [['Claimed', percent(m.coverage_claimed)], ['Held', percent(m.coverage)]])
}

export function coverageTable(models: ComparedModel[]): Table {
  return table(['Model', 'Claimed', 'Held'], models.map((m) => [modelName(m.name), percent(m.coverage_claimed), percent(m.coverage)]))
}
