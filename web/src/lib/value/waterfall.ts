// Waterfalls: the server says where every bar begins and ends.
import type { Rung, Waterfall } from '../api/types'
import { frame, narrow, tipBox, type Draw, type Pointed } from '../charts/parts'
import { table, type Table } from '../charts/table'
import { money, sentence, shortMoney } from '../format'
import { currencyName } from './words'

export interface Bar {
  name: string
  kind: 'total' | 'step'
  from: number
  to: number
  /** What it adds, or what it is. */
  amount: number
  note?: string
}

const stepNames: Record<string, string> = {
  discounts: 'Discounts', returns: 'Returns', shipping: 'Shipping', tax: 'Tax', cogs: 'Cost of goods', fees: 'Fees', cost_to_serve: 'Cost to serve',
}

/** The sums that stand between the steps of a ladder. */
const between: Record<string, { name: string; of: (r: Rung) => number }> = {
  returns: { name: 'Net sales', of: (r) => r.net },
  tax: { name: 'Net revenue', of: (r) => r.net_revenue },
  cost_to_serve: { name: 'Contribution', of: (r) => r.contribution },
}

const total = (name: string, amount: number): Bar => ({ name, kind: 'total', from: 0, to: amount, amount })

/** From gross sales to contribution. */
export function ladderBars(f: Waterfall, r: Rung): Bar[] {
  const bars = [total('Gross sales', f.from)]
  let at = f.from
  const taxed = f.steps.some((s) => s.key === 'tax')
  for (const s of f.steps) {
    const note = s.key === 'cogs' && !r.cost_known ? 'not known' : undefined
    bars.push({ name: stepNames[s.key] ?? s.label, kind: 'step', from: at, to: s.after, amount: s.amount, note })
    at = s.after
    const sum = between[s.key === 'shipping' && !taxed ? 'tax' : s.key]
    if (sum) bars.push(total(sum.name, sum.of(r)))
  }
  return bars
}

/** From one definition's value to the other's. */
export function differenceBars(f: Waterfall, here: string, there: string): Bar[] {
  const bars = [total(here, f.from)]
  let at = f.from
  for (const s of f.steps) {
    bars.push({ name: sentence(s.label).replace(/\.$/, ''), kind: 'step', from: at, to: s.after, amount: s.amount })
    at = s.after
  }
  return [...bars, total(there, f.to)]
}

export const barHeight = (bars: Bar[], each: number): number => 54 + bars.length * each

interface Kit {
  value: (i: number) => number
  coord: (at: [number, number]) => [number, number]
  size: (at: [number, number]) => [number, number]
}

/** Bars from zero; or, where differences would not be seen beside what they add up to, marks on an axis of its own. */
export function drawWaterfall(bars: Bar[], currency: string, fromZero: boolean, labels = 112): Draw {
  return (p, width) => {
    const colour = (b: Bar) => (b.kind === 'total' ? p.leaf : b.amount < 0 ? p.clay : p['leaf-2'])
    const renderItem = (_: unknown, api: unknown) => {
      const kit = api as Kit
      const i = kit.value(2)
      const b = bars[i]
      if (!b) return null
      const [x1, y] = kit.coord([kit.value(0), i])
      const [x2] = kit.coord([kit.value(1), i])
      const row = kit.size([0, 1])[1]
      const thick = Math.min(18, row * 0.62)
      const mark = !fromZero && b.kind === 'total'
      const left = Math.min(x1, x2)
      const right = Math.max(x1, x2)
      const shape = mark
        ? { type: 'circle' as const, shape: { cx: x2, cy: y, r: 5.5 }, style: { fill: colour(b) } }
        : { type: 'rect' as const, shape: { x: left, y: y - thick / 2, width: Math.max(1.5, right - left), height: thick }, style: { fill: colour(b) } }
      const link = { type: 'line' as const, shape: { x1: x2, y1: y + (mark ? 5.5 : thick / 2), x2, y2: y + row - thick / 2 }, style: { stroke: p['rule-2'], lineWidth: 1 } }
      const words = b.note ?? (b.kind === 'step' && b.amount > 0 ? '+' : '') + shortMoney(b.amount, currency)
      const text = {
        type: 'text' as const,
        style: { text: words, x: (mark ? x2 + 5.5 : right) + 5, y, verticalAlign: 'middle' as const, fill: b.kind === 'total' ? p.ink : p['ink-2'], font: `${b.kind === 'total' ? 600 : 400} 12px system-ui, sans-serif` },
      }
      return { type: 'group' as const, children: i < bars.length - 1 ? [link, shape, text] : [shape, text] }
    }
    const room = narrow(width) ? Math.min(labels, 118) : labels
    return {
      ...frame(p),
      grid: { left: room + 10, right: 74, top: 6, bottom: 40, containLabel: false, outerBoundsMode: 'none' as const },
      tooltip: { ...frame(p).tooltip, trigger: 'item', formatter: (at: unknown) => tip(bars[(at as Pointed).dataIndex], currency) },
      xAxis: {
        type: 'value', scale: !fromZero, boundaryGap: fromZero ? [0, 0] : ['6%', '2%'], name: currencyName(currency) + (fromZero ? '' : ' – the axis does not begin at zero'), nameLocation: 'middle', nameGap: 24,
        nameTextStyle: { color: p['ink-2'] }, splitNumber: narrow(width) ? 2 : 4,
        axisLabel: { color: p['ink-2'], hideOverlap: true, formatter: (v: number) => shortMoney(v, currency) },
        splitLine: { lineStyle: { color: p.rule } },
      },
      yAxis: {
        type: 'category', inverse: true, data: bars.map((b) => b.name), axisTick: { show: false }, axisLine: { show: fromZero, onZero: true, lineStyle: { color: p['rule-2'] } },
        axisLabel: { color: p.ink, width: room, overflow: 'break', lineHeight: 14, interval: 0 },
      },
      series: [{ type: 'custom', renderItem: renderItem as never, encode: { x: [0, 1], y: 2 }, data: bars.map((b, i) => [fromZero || b.kind === 'step' ? b.from : b.to, b.to, i]) }],
    }
  }
}

function tip(b: Bar | undefined, currency: string): string {
  if (!b) return ''
  if (b.kind === 'total') return tipBox(b.name, [['', money(b.amount, currency)]])
  return tipBox(b.name, [['adds', signed(b, currency)], ['so far', money(b.to, currency)]], b.note ?? '')
}

const signed = (b: Bar, currency: string): string => b.note ?? (b.amount > 0 ? '+' : '') + money(b.amount, currency)

export function waterfallTable(bars: Bar[], currency: string): Table {
  return table(['Step', 'Amount', 'So far'], bars.map((b) => [b.name, b.kind === 'total' ? '' : signed(b, currency), money(b.to, currency)]))
}

/** Whether anything lies between the two ends. */
export const moves = (f: Waterfall): boolean => f.steps.some((s) => s.amount !== 0)
