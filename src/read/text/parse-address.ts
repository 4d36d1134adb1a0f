/** An IP address with an optional port, as written. */
export interface WrittenAddress {
  readonly address: string;
  readonly port?: number;
}

const IPV4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/u;
const IPV6 = /^\[?([\da-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?)\]?$/iu;
const IPV6_PORT = /^\[([\da-f:.]{2,45})\]:(\d{1,5})$/iu;
const LONGEST = 60;

/** Gives the address in `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`; undefined for other text. */
export function parseAddress(text: string): WrittenAddress | undefined {
  if (text.length > LONGEST) return undefined;
  const withPort = IPV4.exec(text) ?? IPV6_PORT.exec(text);
  if (withPort !== null) return parseParts(withPort[1] ?? "", withPort[2]);
  const bare = IPV6.exec(text)?.[1];
  return bare !== undefined && isIpv6(bare) ? { address: bare.toLowerCase() } : undefined;
}

/** Gives the port in `port 80`, as ends are called whose address nobody wrote; undefined for other names. */
export function portOfName(name: string): number | undefined {
  const port = Number(/^port (\d{1,5})$/u.exec(name)?.[1]);
  return port <= 65535 ? port : undefined;
}

function parseParts(address: string, port: string | undefined): WrittenAddress | undefined {
  if (address.includes(":") ? !isIpv6(address) : !isIpv4(address)) return undefined;
  if (port === undefined) return { address };
  return Number(port) > 65535 ? undefined : { address: address.toLowerCase(), port: Number(port) };
}

function isIpv4(text: string): boolean {
  return text.split(".").every((part) => Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const groups = text.split(":");
  const gap = text.indexOf("::");
  if (
    groups.length < 3 ||
    groups.length > 9 ||
    text.includes(":::") ||
    (gap !== -1 && text.includes("::", gap + 2))
  )
    return false;
  return groups.every((group) => group.length <= 4 || isIpv4(group)) && (gap !== -1 || groups.length >= 7);
}
