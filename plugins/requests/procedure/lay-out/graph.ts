/** What is drawn, without what it means. */
export interface Box {
  readonly id: string;
  readonly lane: string;
  readonly width: number;
  readonly height: number;
  /** Of an event at the border: the step that it stands at. */
  readonly host?: string;
  /** Stands below this one in the same column, for it has no place in the flow. */
  readonly below?: string;
}
export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}
export interface Graph {
  readonly lanes: readonly string[];
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}
