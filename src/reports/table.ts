/** A table as a page draws it: numbers stand to the right. */
export interface Column {
  label: string;
  numeric: boolean;
}

export interface TableRow {
  cells: { text: string; numeric: boolean }[];
}

/** The texts of one row, in the order of the columns. */
export function tableRow(columns: readonly Column[], texts: readonly string[]): TableRow {
  return { cells: columns.map(({ numeric }, at) => ({ text: texts[at] ?? '', numeric })) };
}
