/**
 * Gives a stage as JSON that a person can compare line by line: one line for each field of the object, and
 * one for each item of its lists. Ends with a line break.
 *
 * JSON lacks some of our values: whole numbers beyond 2^53 (`bigint`) become strings of digits, sets become
 * lists and maps lists of pairs; what is undefined is left out.
 */
export function stageJson(stage: object): string {
  const fields = Object.entries(stage)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${fieldJson(value)}`);
  return `{\n${fields.join(",\n")}\n}\n`;
}

function fieldJson(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return valueJson(value);
  return `[\n${value.map((item) => `    ${valueJson(item)}`).join(",\n")}\n  ]`;
}

function valueJson(value: unknown): string {
  return JSON.stringify(value, plainValue);
}

function plainValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Set || value instanceof Map) return [...value];
  return value;
}
