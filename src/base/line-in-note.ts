/** Where the lines of a text stand in the note it was taken from; lines count from 1. */
export interface TextInNote {
  /** The note's line that line 1 of the text counts as; left out: 1. */
  readonly firstLine?: number;
  /** The note's lines that the first lines of the text were taken from, where they stand elsewhere in it. */
  readonly inherited?: readonly (number | undefined)[];
}

/** Gives the note's line that a line of a text stands in. */
export function lineInNote({ firstLine = 1, inherited = [] }: TextInNote, line: number): number {
  return inherited[line - 1] ?? line + firstLine - 1;
}
