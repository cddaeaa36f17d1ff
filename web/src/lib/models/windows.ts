import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { Drift, DriftMove, DriftWindow } from '../api/types'
import { byAxis, frame, grid, narrow, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { bias, count, fixed, month, number } from '../format'
import { modelName, symbol } from '../terms'

/** Windows by the month they begin in, or by the day where two begin in one month. */
function labels(d: Drift, width: number): string[] {
  const months = new Set(d.windows.map((w) => w.from.slice(0, 7)))
  const names = d.windows.map((w) => (months.size < d.windows.length ? w.from.replace('-', ' ') : month(w.from)))
  return narrow(width) ? names.map((n) => n.replace(' ', '\n')) : names
}

/** Purchases expected of a new customer in a year, by when customers first came. */
export function drawWindows(d: Drift): Draw {
  return (p, width) => ({
    ...frame(p),
    grid: grid(narrow(width) ? 58 : 44),
    tooltip: { ...frame(p).tooltip, trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { color: p.shade, opacity: 0.6 } }, formatter: byAxis((i) => tip(d.windows[i])) },
    xAxis: {
      type: 'category', data: labels(d, width), ...plainAxis(p, 'First seen from'), nameGap: narrow(width) ? 40 : 28,
      axisLabel: { color: p['ink-2'], hideOverlap: true, fontSize: 11.5, lineHeight: 14 },
    },
    yAxis: { ...valueAxis(p, 'Repeat orders in 52 weeks', (v) => count(v, Number.isInteger(v) ? 0 : 1)), min: 0, splitNumber: 4 },
    series: [
      {
        type: 'custom', silent: true, data: d.windows.map((w, i) => [i, w.yearly_low, w.yearly_high]), encode: { x: 0, y: [1, 2] },
        renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
          const [x = 0, low = 0] = api.coord([api.value(0), api.value(1)])
          const [, high = 0] = api.coord([api.value(0), api.value(2)])
          const stroke = (x1: number, y1: number, x2: number, y2: number) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: p.leaf, lineWidth: 1.6 } })
          return { type: 'group' as const, children: [stroke(x, low, x, high), stroke(x - 5, low, x + 5, low), stroke(x - 5, high, x + 5, high)] }
        },
      },
      { type: 'scatter', name: 'Expected', symbol: 'circle', symbolSize: 10, itemStyle: { color: p.leaf, opacity: 1 }, data: d.windows.map((w) => w.yearly) },
    ],
  })
}

const interval = (w: DriftWindow): string => `${number(w.yearly_low, 3)} to ${number(w.yearly_high, 3)}`

function tip(w: DriftWindow | undefined): string {
  if (!w) return ''
  return tipBox(`${w.from} to ${w.to}`, [
    ['New customers', count(w.customers)],
    ['Bought again', count(w.repeaters)],
    ['Repeat orders while watched', fixed(w.observed, 2)],
    ['Expected in 52 weeks', number(w.yearly, 3)],
    ['95% interval', interval(w)],
  ])
}

export function windowsTable(d: Drift): Table {
  return table(
    ['First seen', 'to', 'Customers', 'Bought again', 'Orders while watched', 'In 52 weeks', '95% interval', ...d.order.map(symbol)],
    d.windows.map((w) => [
      w.from, w.to, count(w.customers), count(w.repeaters), fixed(w.observed, 2), number(w.yearly, 3), interval(w),
      ...d.order.map((name) => number(w.parameters[name], 3)),
    ]),
    2,
  )
}

/** A step beyond chance in words. */
export function moveSentence(d: Drift, m: DriftMove): string {
  const [a, b] = [d.windows[m.from], d.windows[m.to]]
  if (!a || !b) return ''
  const what = m.parameter === 'yearly' ? 'Repeat orders expected in 52 weeks' : `${symbol(m.parameter)} of ${modelName(d.model)}`
  return `${what}: ${number(m.before, 3)} for those first seen from ${a.from}, ${number(m.after, 3)} for those from ${b.from} (${bias(m.after / m.before - 1)}, ${fixed(Math.abs(m.z), 1)} standard errors).`
}

/** What drift came to, for whoever does not open the section. */
export function driftHead(d: Drift | null): string {
  if (!d) return 'Not tested yet: score again.'
  if (!d.tested) return 'Too little data to tell.'
  if (!d.moved) return 'New customers stay the same, as far as can be told.'
  return d.seasonal ? 'New customers differ by season, not from year to year.' : 'New customers have changed, more than chance allows.'
}
