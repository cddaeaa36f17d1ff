import type { Cohort } from '../api/types'
import { between } from '../charts/palette'
import { frame, grid, narrow, plainAxis, tipBox, valueAxis, type Draw, type Pointed } from '../charts/parts'
import type { Table } from '../charts/table'
import { amount, count, daysBetween, month, plural, quarter, shortMoney } from '../format'

/** Cohorts with fewer complete months than this say little yet. */
const youngBelow = 6

export const young = (c: Cohort): boolean => c.cumulative.length < youngBelow

/** Long logs have a cohort a quarter instead of a month. */
export const quarterly = (cohorts: Cohort[]): boolean =>
  cohorts.length > 1 && daysBetween(cohorts[0]?.month ?? '', cohorts[1]?.month ?? '') > 45

const names = (cohorts: Cohort[]) => (quarterly(cohorts) ? quarter : month)

export function drawCohorts(cohorts: Cohort[], currency: string): Draw {
  return (p, width) => {
    const grown = cohorts.filter((c) => !young(c))
    const colour = (c: Cohort) => {
      const at = grown.indexOf(c) / Math.max(1, grown.length - 1)
      return young(c) ? p['ink-3'] : between(p['leaf-2'], p.leaf, 1 - at)
    }
    return {
      ...frame(p),
      grid: grid(44, narrow(width) ? 20 : 76),
      tooltip: {
        ...frame(p).tooltip,
        trigger: 'item',
        formatter: (at: unknown) => tip(cohorts, at as Pointed, currency),
      },
      xAxis: {
        type: 'value', min: 0, max: 'dataMax', ...plainAxis(p, 'Months since first order'),
        interval: cohorts.some((c) => c.cumulative.length > 13) ? 6 : 1,
        axisLabel: { color: p['ink-2'], showMaxLabel: false },
      },
      yAxis: valueAxis(p, `${currency} a customer, cumulated`, (v) => shortMoney(v, currency)),
      series: cohorts.map((c) => ({
        type: 'line' as const,
        name: names(cohorts)(c.month),
        data: c.cumulative.map((v, i) => [i, v] as [number, number]),
        symbol: 'circle',
        symbolSize: 5,
        showSymbol: c.cumulative.length === 1,
        showAllSymbol: false,
        triggerLineEvent: true,
        lineStyle: { color: colour(c), width: young(c) ? 1 : 1.6, type: young(c) ? 'dashed' as const : 'solid' as const },
        itemStyle: { color: colour(c) },
        endLabel: { show: c === grown[0] && !narrow(width), formatter: '{a}', color: p['ink-2'], distance: 6 },
        emphasis: { focus: 'series' as const, lineStyle: { width: 3 }, endLabel: { show: true } },
        blur: { lineStyle: { opacity: 0.25 } },
      })),
    }
  }
}

function tip(cohorts: Cohort[], at: Pointed, currency: string): string {
  const c = cohorts[at.seriesIndex]
  if (!c) return ''
  const lines: [string, string][] = [0, 3, 6, 12, 24, c.cumulative.length - 1]
    .filter((m, i, all) => m < c.cumulative.length && all.indexOf(m) === i)
    .map((m) => [m === 0 ? 'First month' : `After ${m} ${plural(m, 'month')}`, amount(c.cumulative[m], currency)])
  return tipBox(`First order in ${names(cohorts)(c.month)}`, [['Customers', count(c.customers)], ...lines], young(c) ? 'Young: too early to compare' : '')
}

export function cohortTable(cohorts: Cohort[], currency: string): Table {
  const most = Math.max(0, ...cohorts.map((c) => c.cumulative.length))
  const shown = Array.from({ length: most }, (_, m) => m)
  return {
    columns: [
      { name: 'First order' },
      { name: 'Customers', numeric: true },
      ...shown.map((m) => ({ name: m === 0 ? 'Month 0' : String(m), numeric: true })),
    ],
    rows: cohorts.map((c) => ({
      cells: [names(cohorts)(c.month), count(c.customers), ...shown.map((m) => (m < c.cumulative.length ? amount(c.cumulative[m], currency) : ''))],
    })),
  }
}
