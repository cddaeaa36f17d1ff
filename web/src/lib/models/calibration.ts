import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { CalibrationBin } from '../api/types'
import { byAxis, frame, grid, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { count, fixed } from '../format'

export const calibratedModels = (bins: CalibrationBin[]): string[] => [...new Set(bins.map((b) => b.model))]

export function drawCalibration(bins: CalibrationBin[]): Draw {
  return (p) => ({
    ...frame(p),
    grid: grid(),
    tooltip: { ...frame(p).tooltip, trigger: 'axis', formatter: byAxis((i) => tip(bins[i])) },
    xAxis: { type: 'category', data: bins.map((b) => String(b.bin)), ...plainAxis(p, 'Tenth of customers, predicted lowest to highest') },
    yAxis: { ...valueAxis(p, 'Hold-out orders a customer', (v) => fixed(v, v < 10 && !Number.isInteger(v) ? 1 : 0)), min: 0 },
    series: [
      { type: 'custom', name: 'Interval', silent: true, data: bins.map((b, i) => [i, b.low, b.high]), encode: { x: 0, y: [1, 2] }, renderItem: whisker(p['ink-2']) },
      { type: 'scatter', name: 'Actual', symbol: 'circle', symbolSize: 8, itemStyle: { color: p.ink }, data: bins.map((b) => b.actual) },
      { type: 'scatter', name: 'Predicted', symbol: 'diamond', symbolSize: 11, itemStyle: { color: 'transparent', borderColor: p.leaf, borderWidth: 2 }, data: bins.map((b) => b.predicted) },
    ],
  })
}

/** An error bar with feet. */
const whisker = (colour: string) => (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
  const [x = 0, low = 0] = api.coord([api.value(0), api.value(1)])
  const [, high = 0] = api.coord([api.value(0), api.value(2)])
  const stroke = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.2 },
  })
  return { type: 'group' as const, children: [stroke(x, low, x, high), stroke(x - 4, low, x + 4, low), stroke(x - 4, high, x + 4, high)] }
}

function tip(b: CalibrationBin | undefined): string {
  if (!b) return ''
  return tipBox(`Tenth ${b.bin} of 10, ${count(b.customers)} customers`, [
    ['Predicted', fixed(b.predicted, 3)],
    ['Actual', fixed(b.actual, 3)],
    ['Actual, two standard errors', `${fixed(b.low, 3)} to ${fixed(b.high, 3)}`],
  ])
}

export function calibrationTable(bins: CalibrationBin[]): Table {
  return table(
    ['Tenth', 'Customers', 'Predicted', 'Actual', 'Low', 'High'],
    bins.map((b) => [String(b.bin), count(b.customers), fixed(b.predicted, 3), fixed(b.actual, 3), fixed(b.low, 3), fixed(b.high, 3)]),
  )
}
