import type { MonthRevenue } from '../api/types'
import { byAxis, frame, grid, plainAxis, tipBox, valueAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { amount, count, money, month, shortMoney } from '../format'

type Part = 'returning' | 'new' | 'refunds'

export function drawRevenue(months: MonthRevenue[], currency: string): Draw {
  return (p) => {
    const colours = { returning: p.leaf, new: p['leaf-2'], refunds: p.clay }
    // A month the log does not cover whole is hatched: not comparable.
    const hatched = { symbol: 'rect', dashArrayX: [1, 0] as [number, number], dashArrayY: [2, 3] as [number, number], rotation: -Math.PI / 4, color: p.paper }
    const bars = (part: Part) => ({
      type: 'bar' as const,
      name: part,
      stack: 'revenue',
      barCategoryGap: '22%',
      itemStyle: { color: colours[part] },
      emphasis: { disabled: true },
      data: months.map((m) => ({ value: m[part], itemStyle: m.partial ? { opacity: 0.6, decal: hatched } : {} })),
    })
    return {
      ...frame(p),
      grid: grid(28),
      tooltip: {
        ...frame(p).tooltip,
        trigger: 'axis',
        axisPointer: { type: 'shadow', shadowStyle: { color: p.shade, opacity: 0.6 } },
        formatter: byAxis((i) => tip(months[i], currency)),
      },
      xAxis: { type: 'category', data: months.map((m) => month(m.month)), ...plainAxis(p, ''), axisLine: { onZero: true, lineStyle: { color: p['rule-2'] } } },
      yAxis: valueAxis(p, currency ? `${currency} a month` : 'a month', (v) => shortMoney(v, currency)),
      series: (['returning', 'new', 'refunds'] as Part[]).map(bars),
    }
  }
}

function tip(m: MonthRevenue | undefined, currency: string): string {
  if (!m) return ''
  const lines: [string, string][] = [
    ['Returning customers', amount(m.returning, currency)],
    ['New customers', amount(m.new, currency)],
    ['Refunds', amount(m.refunds, currency)],
    ['Orders', count(m.orders)],
    ['Customers', count(m.customers)],
  ]
  return tipBox(month(m.month), lines, m.partial ? 'The log does not cover the whole month' : '')
}

export function revenueTable(months: MonthRevenue[], currency: string): Table {
  return table(
    ['Month', 'Returning', 'New', 'Refunds', 'Orders', 'Customers'],
    months.map((m) => [
      month(m.month) + (m.partial ? ' (partial)' : ''),
      money(m.returning, currency),
      money(m.new, currency),
      money(m.refunds, currency),
      count(m.orders),
      count(m.customers),
    ]),
  )
}
