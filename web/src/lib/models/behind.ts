import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { ComparedModel } from '../api/types'
import { modelColour, type Palette } from '../charts/palette'
import { byAxis, frame, narrow, plainAxis, tipBox, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { fixed } from '../format'
import { modelName } from '../terms'
import type { Pick } from './pick'

const digits = 4
const far = 4

/** Where the axis ends: models many times worse than the middle one would press the others into a point. */
function end(models: ComparedModel[]): number {
  const some = models.map((m) => m.behind).filter((b) => b > 0).sort((a, b) => a - b)
  const middle = some[Math.floor((some.length - 1) / 2)] ?? 0
  const near = models.filter((m) => m.behind <= far * middle)
  return 1.06 * Math.max(1e-6, ...near.map((m) => m.behind_high))
}

const interval = (m: ComparedModel): string =>
  m.behind === 0 ? 'the best' : `${fixed(m.behind, digits)} (${fixed(m.behind_low, digits)} to ${fixed(m.behind_high, digits)})`

/** A row a model, best first: how far behind, with its interval. */
export function drawBehind(models: ComparedModel[], pick: Pick): Draw {
  const limit = end(models)
  const low = Math.min(0, ...models.map((m) => m.behind_low)) * 1.15
  return (p, width) => ({
    ...frame(p),
    grid: { left: narrow(width) ? 100 : 112, right: 12, top: 8, bottom: 42, outerBoundsMode: 'none' as const },
    tooltip: { ...frame(p).tooltip, trigger: 'axis', axisPointer: { type: 'shadow', axis: 'y', shadowStyle: { color: p.shade, opacity: 0.6 } }, formatter: byAxis((i) => tip(models[i])) },
    xAxis: {
      type: 'value', min: Math.max(low, -limit / 4), max: limit, ...plainAxis(p, 'Mean log score below the best, a customer'),
      axisLabel: { color: p['ink-2'], formatter: (v: number) => label(v, limit), hideOverlap: true, showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: p.rule } },
    },
    yAxis: {
      type: 'category', inverse: true, data: models.map((m) => modelName(m.name)),
      axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: p.ink, fontSize: narrow(width) ? 11.5 : 12.5 },
    },
    series: [{
      type: 'custom', data: models.map((m, i) => [m.behind, i, m.behind_low, m.behind_high]), encode: { x: [0, 2, 3], y: 1 },
      markLine: { silent: true, symbol: 'none', animation: false, data: [{ xAxis: 0 }], label: { show: false }, lineStyle: { color: p['ink-3'], type: 'solid', width: 1 } },
      renderItem: row(models, limit, p, pick),
    }],
  })
}

const label = (v: number, limit: number): string => (v === 0 ? '0' : fixed(v, limit < 0.005 ? 4 : limit < 0.05 ? 3 : 2))

/** A dot on a line with feet; an arrow where it is off the chart. */
const row = (models: ComparedModel[], limit: number, p: Palette, pick: Pick) => (at: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
  const m = models[at.dataIndex]
  if (!m) return
  const colour = modelColour(p, m.name, pick.names, pick.chosen)
  const place = (v: number): [number, number] => {
    const [x = 0, y = 0] = api.coord([v, at.dataIndex])
    return [x, y]
  }
  const stroke = (x1: number, y1: number, x2: number, y2: number) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.6 } })
  const [x, y] = place(m.behind)
  if (m.behind > limit) {
    const [right] = place(limit)
    const off = { text: `${fixed(m.behind, digits)} →`, x: right - 4, y, fill: colour, align: 'right' as const, verticalAlign: 'middle' as const, fontSize: 12 }
    return { type: 'group' as const, children: [{ type: 'text' as const, style: off }] }
  }
  const [from] = place(m.behind_low)
  const [to] = place(Math.min(m.behind_high, limit))
  const dot = { type: 'circle' as const, shape: { cx: x, cy: y, r: 5 }, style: { fill: colour } }
  if (m.behind === 0) return { type: 'group' as const, children: [dot] }
  return { type: 'group' as const, children: [stroke(from, y, to, y), stroke(from, y - 5, from, y + 5), stroke(to, y - 5, to, y + 5), dot] }
}

function tip(m: ComparedModel | undefined): string {
  if (!m) return ''
  return tipBox(modelName(m.name), [['Log score', fixed(m.log_score, digits)], ['Behind the best', interval(m)]])
}

export function behindTable(models: ComparedModel[]): Table {
  return table(
    ['Model', 'Log score', 'Behind the best', '95% interval from', 'to'],
    models.map((m) => [modelName(m.name), fixed(m.log_score, digits), fixed(m.behind, digits), fixed(m.behind_low, digits), fixed(m.behind_high, digits)]),
  )
}
