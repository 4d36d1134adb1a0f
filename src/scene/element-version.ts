import { fingerprint32 } from "../base/fingerprint";
import type { SceneElement } from "./scene";

/** Gives a changed element its next version, by which an open drawing takes it; the old object where nothing changed. */
export function counted(mine: SceneElement, merged: SceneElement): SceneElement {
  if (isSame({ ...mine }, { ...merged })) return mine;
  const version = mine.version + 1;
  return { ...merged, version, versionNonce: fingerprint32(`${mine.id} ${String(version)}`) & 0x7fffffff };
}

/** Most values are the very same objects: only what is not has to be compared. */
function isSame(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(other).every(
    (key) => one[key] === other[key] || JSON.stringify(one[key]) === JSON.stringify(other[key]),
  );
}
