import type { CustomerDetail } from '../api/types'
import { faded } from '../charts/palette'
import { frame, narrow, tipBox, valueAxis, type Draw, type Pointed } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { amount, money, share, shortMoney } from '../format'

const isRefund = (kind: string) => kind === 'refund'

/** Three strips over one time axis: orders, P(alive), cumulative value. */
export function drawTimeline(c: CustomerDetail): Draw {
  return (p, width) => {
    const currency = c.definition.currency
    const next = c.score.expected_next_order
    const end = next && next > c.definition.as_of ? next : c.definition.as_of
    const start = [c.orders[0]?.day, c.alive[0]?.day, c.cumulative[0]?.day].filter(Boolean).sort()[0]
    // What was paid stays paid until the as-of day.
    const paid = c.cumulative.map((v) => [v.day, v.value] as [string, number])
    const last = paid.at(-1)
    if (last && last[0] < c.definition.as_of) paid.push([c.definition.as_of, last[1]])
    const strip = (top: number, height: number) => ({ left: 56, right: narrow(width) ? 14 : 24, top, height, outerBoundsMode: 'none' as const })
    const xAxis = (gridIndex: number) => ({
      type: 'time' as const, gridIndex, min: start, max: end, containShape: false,
      axisLine: { lineStyle: { color: p['rule-2'] }, onZero: gridIndex === 0 },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { show: gridIndex === 2, color: p['ink-2'], hideOverlap: true },
      axisPointer: { label: { show: false } },
    })
    const asOf = {
      silent: true, symbol: 'none' as const, data: [{ xAxis: c.definition.as_of }],
      lineStyle: { color: p['ink-3'], type: 'dashed' as const, width: 1 },
    }
    const stem = (refund: boolean) => ({
      type: 'bar' as const, name: refund ? 'Refund' : 'Order', id: refund ? 'refund' : 'order',
      barWidth: 3, barGap: '-100%', itemStyle: { color: refund ? p.clay : p.leaf },
      data: c.orders.filter((o) => isRefund(o.kind) === refund).map((o) => [o.day, o.amount]),
    })
    return {
      ...frame(p),
      grid: [strip(30, 130), strip(204, 84), strip(332, 84)],
      tooltip: { ...frame(p).tooltip, trigger: 'item', formatter: (at: unknown) => tip(c, at as Pointed & { value: [string, number] }) },
      xAxis: [xAxis(0), xAxis(1), xAxis(2)],
      yAxis: [
        { ...valueAxis(p, `Orders and refunds${currency ? ', ' + currency : ''}`, (v) => shortMoney(v, currency)), gridIndex: 0, splitNumber: 3 },
        { ...valueAxis(p, 'P(alive)', share), gridIndex: 1, min: 0, max: 1, interval: 0.5 },
        { ...valueAxis(p, `Cumulative value${currency ? ', ' + currency : ''}`, (v) => shortMoney(v, currency)), gridIndex: 2, splitNumber: 2 },
      ],
      series: [
        { ...stem(false), markLine: { ...asOf, label: { show: true, formatter: 'as of', color: p['ink-2'], position: 'end' as const, distance: 3 } } },
        stem(true),
        {
          type: 'scatter', id: 'next', name: 'Expected next order', symbol: 'diamond', symbolSize: 13,
          itemStyle: { color: p.sheet, borderColor: p.leaf, borderWidth: 2 },
          data: next ? [[next, c.score.expected_order_value ?? 0]] : [],
        },
        {
          type: 'line', id: 'alive', name: 'P(alive)', xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, symbol: 'circle', triggerLineEvent: true,
          lineStyle: { color: p.leaf, width: 1.8 }, itemStyle: { color: p.leaf }, areaStyle: { color: faded(p.leaf, 0.12) },
          data: c.alive.map((a) => [a.day, a.p_alive]), markLine: { ...asOf, label: { show: false } },
        },
        {
          type: 'line', id: 'value', name: 'Cumulative value', step: 'end', xAxisIndex: 2, yAxisIndex: 2, showSymbol: false, symbol: 'circle', triggerLineEvent: true,
          lineStyle: { color: p['ink-2'], width: 1.6 }, itemStyle: { color: p['ink-2'] },
          data: paid, markLine: { ...asOf, label: { show: false } },
        },
      ],
    }
  }
}

function tip(c: CustomerDetail, at: Pointed & { value: [string, number] }): string {
  const currency = c.definition.currency
  const [when, v] = at.value ?? []
  switch (at.seriesId) {
    case 'order':
    case 'refund': {
      const o = c.orders.filter((e) => isRefund(e.kind) === (at.seriesId === 'refund'))[at.dataIndex]
      return o ? tipBox(o.day, [[at.seriesName + ' ' + o.order_id, money(o.amount, currency)]]) : ''
    }
    case 'next':
      return tipBox('Next order expected by ' + when, [['Expected order value', amount(c.score.expected_order_value, currency)]])
    case 'alive':
      return when ? tipBox(when, [['P(alive)', share(v)]]) : ''
    default:
      return when ? tipBox(when, [['Cumulative value', amount(v, currency)]]) : ''
  }
}

export function orderTable(c: CustomerDetail): Table {
  const t = table(['Day', 'Order', 'Kind', 'Amount'], [...c.orders].reverse().map((o) => [o.day, o.order_id, o.kind, money(o.amount, c.definition.currency)]), 3)
  return t
}
