export const sharedNames: Readonly<Record<string, string>>;

export interface ShortNames {
  readonly inner: readonly string[];
  readonly shared: readonly string[];
}
export interface NamingSources {
  readonly door: readonly string[];
  readonly core: readonly string[];
  readonly others: readonly string[];
}
export function namesOfOthers(names: ShortNames, sources: NamingSources): readonly string[];
export function namesAsStrings(names: readonly string[], code: string): readonly string[];
