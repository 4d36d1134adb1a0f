/** Gives an IP address in octets, 4 or 16; undefined for other text. */
export function addressOctets(text: string): Uint8Array | undefined {
  return text.includes(":") ? ipv6Octets(text) : ipv4Octets(text);
}

function ipv4Octets(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/u.test(part) && Number(part) < 256))
    return undefined;
  return Uint8Array.from(parts.map(Number));
}

function ipv6Octets(text: string): Uint8Array | undefined {
  const [head = "", tail, ...rest] = text.split("::");
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  if (rest.length > 0 || first === undefined || last === undefined) return undefined;
  const gap = 16 - first.length - last.length;
  if (tail === undefined ? gap !== 0 : gap < 2) return undefined;
  return Uint8Array.from([...first, ...Array.from({ length: gap }, () => 0), ...last]);
}

/** Octets of the groups between two places; the last one may be an IPv4 address. */
function groups(text: string): number[] | undefined {
  if (text === "") return [];
  const octets: number[] = [];
  for (const part of text.split(":")) {
    const embedded = part.includes(".") ? ipv4Octets(part) : undefined;
    if (embedded !== undefined) octets.push(...embedded);
    else if (/^[\da-f]{1,4}$/iu.test(part)) octets.push(parseInt(part, 16) >> 8, parseInt(part, 16) & 255);
    else return undefined;
  }
  return octets;
}
