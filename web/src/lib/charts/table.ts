/** The numbers of a chart, to be read instead of seen. */
export interface Table {
  columns: { name: string; numeric?: boolean }[]
  rows: { cells: string[]; note?: string }[]
}

export function table(columns: string[], rows: string[][], text = 1): Table {
  return {
    columns: columns.map((name, i) => ({ name, numeric: i >= text })),
    rows: rows.map((cells) => ({ cells })),
  }
}
