import type { Words } from "./words";

/** Words for findings while a trace is written as text or as a capture. */
export const writingWords = {
  "not-carried": {
    says: (d) => `this form cannot say, or not as it is: ${String(d.found)}`,
  },
  "nothing-to-write": {
    says: () => "there is no message to be written",
    hint: () => "states, calls and notes travel beside messages only",
  },
} satisfies Record<string, Words>;
