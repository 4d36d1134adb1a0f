import type { Start } from "../start-plugin";
import type { Person } from "./person";
import type { Column } from "./surroundings";

/** Something a person does with the plugin, from a vault they start in to the end. */
export interface Flow {
  readonly name: string;
  /** The rows of docs/driven.md that it drives. */
  readonly rows: readonly string[];
  readonly start: Omit<Start, "look" | "mobile">;
  /** Where it is not offered, and why. */
  readonly notOffered?: Partial<Readonly<Record<Column, string>>>;
  readonly go: (person: Person) => Promise<void>;
}
