/** Gives names by their numbers, from a table like `1 A|2 NS`: as a list of pairs it would be much longer. */
export function namesByNumber(table: string): ReadonlyMap<number, string> {
  return new Map(
    table.split("|").map((entry) => {
      const space = entry.indexOf(" ");
      return [Number(entry.slice(0, space)), entry.slice(space + 1)];
    }),
  );
}
