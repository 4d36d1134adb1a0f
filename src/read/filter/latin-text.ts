const STEP = 8192;

/** Gives octets as a text of one character each (U+0000 to U+00FF), so that texts are sought in them as they stand. */
export function latinText(octets: Uint8Array): string {
  let out = "";
  for (let start = 0; start < octets.length; start += STEP) {
    out += String.fromCharCode(...octets.subarray(start, start + STEP));
  }
  return out;
}
