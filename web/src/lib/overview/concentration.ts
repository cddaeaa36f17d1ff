import type { Concentration } from '../api/types'
import { byAxis, frame, grid, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { share } from '../format'

/** Nobody holds nothing: the curve begins in the corner. */
const corner: Concentration = { customers: 0, historic: 0, predicted: 0 }

export function drawConcentration(given: Concentration[]): Draw {
  const points = given[0]?.customers === 0 ? given : [corner, ...given]
  return (p) => {
    const line = (name: string, colour: string, values: (number | null)[], type: 'solid' | 'dashed' = 'solid') => ({
      type: 'line' as const,
      name,
      showSymbol: false,
      symbol: 'circle',
      symbolSize: 7,
      lineStyle: { color: colour, width: 2, type },
      itemStyle: { color: colour },
      emphasis: { disabled: true },
      data: points.map((at, i) => [at.customers, values[i] ?? null] as [number, number | null]),
    })
    return {
      ...frame(p),
      grid: grid(44, 20),
      tooltip: { ...frame(p).tooltip, trigger: 'axis', formatter: byAxis((i) => tip(points[i])) },
      xAxis: {
        type: 'value', min: 0, max: 1, interval: 0.2, ...plainAxis(p, 'Share of customers, best first'),
        axisLabel: { color: p['ink-2'], formatter: (v: number) => share(v) },
      },
      yAxis: { ...valueAxis(p, 'Share of value', share), min: 0, max: 1, interval: 0.2 },
      series: [
        { ...line('Equal', p['rule-2'], points.map((at) => at.customers)), lineStyle: { color: p['rule-2'], width: 1 } },
        line('Historic', p['ink-2'], points.map((at) => at.historic)),
        line('Predicted', p.leaf, points.map((at) => at.predicted), 'dashed'),
      ],
    }
  }
}

function tip(at: Concentration | undefined): string {
  if (!at) return ''
  return tipBox(`Best ${share(at.customers)} of customers`, [
    ['hold of historic value', share(at.historic)],
    ['hold of predicted value', share(at.predicted)],
  ])
}

export function concentrationTable(points: Concentration[]): Table {
  return table(
    ['Customers, best first', 'Historic value', 'Predicted value'],
    points.map((at) => [share(at.customers), share(at.historic), share(at.predicted)]),
  )
}

/** The curve at a fifth of customers, if it has a point there. */
export function atAFifth(points: Concentration[]): Concentration | undefined {
  return points.find((at) => Math.round(at.customers * 100) === 20)
}
