import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { Fit, ModelComparison } from '../api/types'
import type { Palette } from '../charts/palette'
import { frame, plainAxis, tipBox, type Draw, type Pointed } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { number } from '../format'
import { inPaperOrder, symbol } from '../terms'
import { places, plainNumber, titledAxis } from './panels'

export const panelHeight = 165

export interface Path {
  parameter: string
  points: { day: string; value: number }[]
  /** As fitted to everything known now, with two standard errors. */
  now?: { value: number; low: number; high: number }
}

export const driftModels = (c: ModelComparison): string[] => [...new Set(c.origins.flatMap((o) => Object.keys(o.fitted)))]

/** How each parameter of a model went, and where it is now and how surely. */
export function pathsOf(c: ModelComparison, model: string, fit: Fit | undefined): Path[] {
  const names = inPaperOrder([...new Set(c.origins.flatMap((o) => Object.keys(o.fitted[model] ?? {})))])
  return names.map((parameter) => {
    const path: Path = {
      parameter,
      points: c.origins.flatMap((o) => {
        const value = o.fitted[model]?.[parameter]
        return value === undefined ? [] : [{ day: o.as_of, value }]
      }),
    }
    const [value, error] = [fit?.parameters[parameter], fit?.standard_errors[parameter]]
    if (value !== undefined && error) path.now = { value, low: Math.max(0, value - 2 * error), high: value + 2 * error }
    return path
  })
}

export function drawDrift(paths: Path[], asOf: string): Draw {
  return (p, width) => {
    const at = places(width, paths.length, panelHeight)
    const days = paths.map((path) => [...path.points.map((o) => o.day), ...(path.now ? [asOf] : [])])
    return {
      ...frame(p),
      tooltip: { ...frame(p).tooltip, trigger: 'item', formatter: (on: unknown) => tip(paths, asOf, on as Pointed) },
      grid: at,
      xAxis: paths.map((_, i) => ({ type: 'category' as const, gridIndex: i, data: days[i] ?? [], ...plainAxis(p, ''), axisLabel: { color: p['ink-2'], fontSize: 11, hideOverlap: true, formatter: (d: string) => d.slice(0, 7) }, axisLine: { onZero: false, lineStyle: { color: p['rule-2'] } } })),
      yAxis: paths.map((path, i) => titledAxis(p, i, symbol(path.parameter), plainNumber)),
      series: paths.flatMap((path, i) => [
        {
          type: 'line' as const, id: 'path' + i, xAxisIndex: i, yAxisIndex: i, symbol: 'circle', symbolSize: 7, emphasis: { disabled: true },
          itemStyle: { color: p.ink }, lineStyle: { color: p.ink, width: 1.6 }, data: path.points.map((o) => o.value),
        },
        ...(path.now ? nowOf(p, path, i) : []),
      ]),
    }
  }
}

function nowOf(p: Palette, path: Path, i: number) {
  const now = path.now
  if (!now) return []
  const x = path.points.length
  return [
    {
      type: 'custom' as const, id: 'error' + i, silent: true, xAxisIndex: i, yAxisIndex: i, data: [[x, now.low, now.high]], encode: { x: 0, y: [1, 2] },
      renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
        const [x1 = 0, y1 = 0] = api.coord([api.value(0), api.value(1)])
        const [x2 = 0, y2 = 0] = api.coord([api.value(0), api.value(2)])
        return { type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: p.leaf, lineWidth: 2 } }
      },
    },
    { type: 'scatter' as const, id: 'now' + i, xAxisIndex: i, yAxisIndex: i, symbol: 'circle', symbolSize: 9, itemStyle: { color: p.leaf, opacity: 1 }, data: [[x, now.value]] },
  ]
}

function tip(paths: Path[], asOf: string, on: Pointed): string {
  const [, kind, index] = /^(\D+)(\d+)$/.exec(on.seriesId) ?? []
  const path = paths[Number(index)]
  if (!path) return ''
  const name = symbol(path.parameter)
  if (kind === 'now' && path.now) {
    return tipBox(asOf, [[name, number(path.now.value)], ['Two standard errors', `${number(path.now.low, 3)} to ${number(path.now.high, 3)}`]])
  }
  const point = path.points[on.dataIndex]
  return point ? tipBox(point.day, [[name, number(point.value)]]) : ''
}

export function driftTable(c: ModelComparison, paths: Path[], asOf: string): Table {
  const rows = c.origins.map((o) => [o.as_of, ...paths.map((path) => number(path.points.find((q) => q.day === o.as_of)?.value))])
  rows.push([`${asOf} (now)`, ...paths.map((path) => number(path.now?.value))])
  return table(['Fitted on', ...paths.map((path) => symbol(path.parameter))], rows)
}
