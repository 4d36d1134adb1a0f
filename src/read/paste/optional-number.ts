/** Gives an object with one number, or none where there is no number: what spreads into exact optional properties. */
export function optionalNumber<Name extends string>(
  name: Name,
  value: number | string | undefined,
): Readonly<Partial<Record<Name, number>>> {
  const out: Partial<Record<Name, number>> = {};
  if (value !== undefined) out[name] = Number(value);
  return out;
}
