import type { AliveMatrix } from '../api/types'
import { between } from '../charts/palette'
import { frame, grid, narrow, plainAxis, tipBox, valueAxis, type Draw, type Pointed } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { count, number, share, time } from '../format'

/** Nobody with a single order day can have one later: such cells mean nothing. */
const possible = (m: AliveMatrix, c: Cell): boolean => c.customers > 0 || m.frequency[c.x] !== 0 || m.recency[c.y] === 0

interface Cell {
  x: number
  y: number
  alive: number
  customers: number
}

function cellsOf(m: AliveMatrix): Cell[] {
  return m.p_alive.flatMap((row, y) => row.map((alive, x) => ({ x, y, alive, customers: m.customers[y]?.[x] ?? 0 }))).filter((c) => possible(m, c))
}

export function drawAlive(m: AliveMatrix, unit: string): Draw {
  const cells = cellsOf(m)
  return (p, width) => ({
    ...frame(p),
    grid: { ...grid(44), left: 56 },
    tooltip: { ...frame(p).tooltip, trigger: 'item', formatter: (at: unknown) => tip(m, cells[(at as Pointed).dataIndex], unit) },
    xAxis: { type: 'category', data: m.frequency.map(String), ...plainAxis(p, 'Repeat order days (frequency)') },
    yAxis: { ...valueAxis(p, `${unit[0]?.toUpperCase()}${unit.slice(1)}s from first to last order (recency)`, String), type: 'category', data: m.recency.map((r) => number(r, 3)), axisLabel: { color: p['ink-2'] }, splitLine: { show: false } },
    series: [
      {
        type: 'heatmap',
        data: cells.map((c) => ({
          value: [c.x, c.y, c.alive],
          itemStyle: { color: between(p.shade, p.leaf, c.alive), borderColor: p.paper, borderWidth: 1 },
          label: {
            show: c.customers > 0 && !(narrow(width) && m.frequency.length > 9),
            formatter: count(c.customers), fontSize: 10,
            color: c.alive > 0.55 ? p.paper : p.ink,
          },
        })),
        emphasis: { itemStyle: { borderColor: p.ink, borderWidth: 1.5 } },
      },
    ],
  })
}

function tip(m: AliveMatrix, c: Cell | undefined, unit: string): string {
  if (!c) return ''
  return tipBox(`${m.frequency[c.x]} repeat order days, the last ${time(m.recency[c.y], unit)} after the first`, [
    ['P(alive)', share(c.alive)],
    ['Customers here', count(c.customers)],
  ])
}

export function aliveTable(m: AliveMatrix): Table {
  return table(
    ['Recency', ...m.frequency.map(String)],
    m.recency.map((r, y) => [number(r, 3), ...m.frequency.map((_, x) => share(m.p_alive[y]?.[x]))]),
  )
}
