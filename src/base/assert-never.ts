/** Marks a branch that the types rule out; reaching it is a bug of ours, never of the input. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
