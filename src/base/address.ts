/** Gives an IPv4 address in its usual form, `192.0.2.1`. */
export function formatIpv4(address: number): string {
  const upper = address >>> 16;
  const lower = address & 0xffff;
  return `${String(upper >> 8)}.${String(upper & 255)}.${String(lower >> 8)}.${String(lower & 255)}`;
}

/**
 * Gives an IPv6 address in canonical form (RFC 5952): lower case, the longest run of two or more zero groups as `::`,
 * an embedded IPv4 address (`::ffff:192.0.2.1`, `::192.0.2.1`) in dots as inet_ntop prints it.
 */
export function formatIpv6(groups: readonly number[]): string {
  const run = longestZeroRun(groups);
  const isMapped = run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff));
  if (isMapped) {
    const low = (((groups[6] ?? 0) << 16) | (groups[7] ?? 0)) >>> 0;
    return `::${run.length === 5 ? "ffff:" : ""}${formatIpv4(low)}`;
  }
  if (run.length < 2) return hexadecimal(groups);
  return `${hexadecimal(groups.slice(0, run.start))}::${hexadecimal(groups.slice(run.start + run.length))}`;
}

/** Gives an address as texts write it, in one spelling: the digits of IPv6 and link addresses in lower case, a name as it is. */
export function spelledAddress(text: string): string {
  return text.includes(":") ? text.toLowerCase() : text;
}

/** Gives an address with its port: `192.0.2.1:80`, `[2001:db8::1]:80`. */
export function formatSocketAddress(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function hexadecimal(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let i = 0; i <= groups.length; i += 1) {
    if (groups[i] === 0) continue;
    if (i - start > best.length) best = { start, length: i - start };
    start = i + 1;
  }
  return best;
}
