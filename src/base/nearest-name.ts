/**
 * Gives the candidate nearest to a mistyped name, for "did you mean …?"; undefined where none is near.
 *
 * Near is: the same but for case, or at most a third of its letters added, left out, changed
 * or swapped with their neighbour. Of equally near ones the first. Long texts are never near.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const LONGEST = 60;

// Optimal string alignment: three rows of the usual table are enough for swaps of neighbours.
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a.charAt(row - 1) === b.charAt(column - 1);
      const changed = cell(previous, column - 1) + (same ? 0 : 1);
      const swapped = isSwap(a, row, b, column) ? cell(before, column - 2) + 1 : Infinity;
      current.push(Math.min(cell(previous, column) + 1, cell(current, column - 1) + 1, changed, swapped));
    }
    before = previous;
    previous = current;
  }
  return cell(previous, b.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

function isSwap(a: string, row: number, b: string, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    a.charAt(row - 1) === b.charAt(column - 2) &&
    a.charAt(row - 2) === b.charAt(column - 1)
  );
}
