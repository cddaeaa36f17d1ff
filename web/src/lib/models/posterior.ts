import type { Posterior, PosteriorParameter } from '../api/types'
import { faded, type Palette } from '../charts/palette'
import { frame, plainAxis, type Draw } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { count, fixed, number } from '../format'
import { symbol } from '../terms'
import { places, plainNumber, titledAxis } from './panels'

export const densityHeight = 170
export const traceHeight = 170
export const rankHeight = 200

export const chainColours = ['leaf', 'amber', 'slate', 'plum'] as const

const chainColour = (p: Palette, chain: number): string => p[chainColours[chain % chainColours.length] ?? 'slate']

const bottomAxis = (p: Palette, gridIndex: number) => ({
  ...plainAxis(p, ''), gridIndex, splitNumber: 3,
  axisLabel: { color: p['ink-2'], fontSize: 11, hideOverlap: true, formatter: plainNumber },
})

/** What is known about each parameter, with the likelihood's estimate marked. */
export function drawDensities(q: PosteriorParameter[]): Draw {
  return (p, width) => ({
    ...frame(p),
    tooltip: { show: false },
    grid: places(width, q.length, densityHeight, 12),
    xAxis: q.map((a, i) => ({ type: 'value' as const, ...bottomAxis(p, i), min: a.density[0]?.x ?? 0, max: a.density.at(-1)?.x ?? 1, axisLabel: { ...bottomAxis(p, i).axisLabel, showMinLabel: false, showMaxLabel: false } })),
    yAxis: q.map((a, i) => ({ ...titledAxis(p, i, symbol(a.name), String, 12), min: 0, axisLabel: { show: false }, splitLine: { show: false } })),
    series: q.flatMap((a, i) => {
      const at = { type: 'line' as const, xAxisIndex: i, yAxisIndex: i, showSymbol: false, silent: true }
      const inside = a.density.filter((d) => d.x >= a.low && d.x <= a.high)
      return [
        { ...at, lineStyle: { width: 0 }, areaStyle: { color: p['leaf-3'] }, data: inside.map((d) => [d.x, d.density]) },
        {
          ...at, lineStyle: { color: p.leaf, width: 1.8 }, data: a.density.map((d) => [d.x, d.density]),
          markLine: { silent: true, symbol: 'none' as const, data: [{ xAxis: a.estimate }], label: { show: false }, lineStyle: { color: p.ink, type: 'dashed' as const, width: 1.4 } },
        },
      ]
    }),
  })
}

/** The draws in the order in which they came, a line a chain. */
export function drawTraces(q: PosteriorParameter[], draws: number): Draw {
  return (p, width) => ({
    ...frame(p),
    tooltip: { show: false },
    grid: places(width, q.length, traceHeight),
    xAxis: q.map((_, i) => ({ type: 'value' as const, ...bottomAxis(p, i), min: 0, max: draws, axisLabel: { ...bottomAxis(p, i).axisLabel, formatter: (v: number) => count(v) } })),
    yAxis: q.map((a, i) => titledAxis(p, i, symbol(a.name), plainNumber)),
    series: q.flatMap((a, i) =>
      a.trace.map((chain, c) => ({
        type: 'line' as const, xAxisIndex: i, yAxisIndex: i, showSymbol: false, silent: true,
        lineStyle: { color: faded(chainColour(p, c), 0.75), width: 0.8 },
        data: chain.map((v, k) => [(k * draws) / chain.length, v]),
      })),
    ),
  })
}

const chainGap = 5

/** Bars a chain: how many of its draws fall in each twentieth of all; even bars are mixed chains. */
export function drawRanks(q: PosteriorParameter[]): Draw {
  return (p, width) => {
    const outer = places(width, q.length, rankHeight, 12, 24)
    const cells = q.flatMap((a, i) => a.ranks.map((bins, c) => ({ bins, c, i, of: a.ranks.length, most: Math.max(...a.ranks.flat()) })))
    return {
      ...frame(p),
      tooltip: { show: false },
      grid: cells.map(({ c, i, of }) => {
        const at = outer[i] ?? { left: 0, width: 0, top: 0, height: 0 }
        const each = at.height / of
        return { ...at, top: at.top + c * each, height: each - chainGap }
      }),
      xAxis: cells.map(({ bins, c, of }, k) => ({
        type: 'category' as const, gridIndex: k, ...plainAxis(p, c === of - 1 ? 'low ranks to high' : ''), nameGap: 8, nameTextStyle: { color: p['ink-2'], fontSize: 11 },
        data: bins.map(String), axisLabel: { show: false },
      })),
      yAxis: cells.map(({ c, i, most }, k) => ({ ...titledAxis(p, k, c === 0 ? symbol(q[i]?.name ?? '') : '', String, 12), min: 0, max: most, scale: false, axisLabel: { show: false }, splitLine: { show: false } })),
      series: cells.map(({ bins, c }, k) => ({
        type: 'bar' as const, xAxisIndex: k, yAxisIndex: k, silent: true, barCategoryGap: '12%', itemStyle: { color: chainColour(p, c) }, data: bins,
        markLine: { silent: true, symbol: 'none' as const, data: [{ yAxis: bins.reduce((a, b) => a + b, 0) / bins.length }], label: { show: false }, lineStyle: { color: p.ink, type: 'dashed' as const, width: 1 } },
      })),
    }
  }
}

export const densityTable = (q: PosteriorParameter[]): Table =>
  table(
    ['Parameter', '5%', 'Median', '95%', "Likelihood's estimate"],
    q.map((a) => [symbol(a.name), number(a.low), number(a.median), number(a.high), number(a.estimate)]),
  )

/** Every fifth draw of the trace: enough to read, the rest is to be seen. */
export const traceTable = (q: PosteriorParameter[], draws: number): Table => {
  const every = 5
  const rows = q.flatMap((a) =>
    (a.trace[0] ?? []).flatMap((_, k) => (k % every ? [] : [[symbol(a.name), count((k * draws) / (a.trace[0]?.length ?? 1)), ...a.trace.map((chain) => number(chain[k]))]])),
  )
  return table(['Parameter', 'Draw', ...(q[0]?.trace ?? []).map((_, c) => `Chain ${c + 1}`)], rows)
}

export const rankTable = (q: PosteriorParameter[]): Table =>
  table(
    ['Parameter', 'Chain', ...(q[0]?.ranks[0] ?? []).map((_, b) => `${b + 1}/${q[0]?.ranks[0]?.length}`)],
    q.flatMap((a) => a.ranks.map((bins, c) => [symbol(a.name), String(c + 1), ...bins.map((n) => count(n))])),
    2,
  )

/** What the diagnostics say together. */
export function trust(p: Posterior): string {
  const worst = Math.max(...p.parameters.map((a) => a.rhat))
  const least = Math.min(...p.parameters.flatMap((a) => [a.bulk_ess, a.tail_ess]))
  return `The draws can be trusted: the ${p.chains} chains tell the same story (R-hat at most ${fixed(worst, 3)}), they are worth at least ${count(least)} independent draws, and no trajectory went astray.`
}
