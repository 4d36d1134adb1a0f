/** What typed arrays offer alike, as far as growing them needs it. */
interface Growable<C> {
  readonly length: number;
  set(values: C): void;
  subarray(start: number, end: number): C;
}

/** Gives a copy of a column with another length: cut, or filled up with zeros. */
export function grown<C extends Growable<C>>(make: new (length: number) => C, column: C, length: number): C {
  const copy = new make(length);
  copy.set(length < column.length ? column.subarray(0, length) : column);
  return copy;
}
