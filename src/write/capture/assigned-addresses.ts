import { formatIpv4 } from "../../base/address";
import type { EndpointIndex, Trace } from "../../trace/trace";
import { addressOctets } from "./address-octets";

/** Networks for documentation (RFC 5737), 254 hosts each; more endpoints go on in 10.0.0.0/8. */
const DOCUMENTATION = [0xc0000200, 0xc6336400, 0xcb007100];
const HOSTS = 254;
const PRIVATE = 0x0a000000;

/**
 * The IP addresses of a trace's endpoints: their own, else one for documentation each, `192.0.2.1` on.
 *
 * Where only one of two ends has an IPv6 address, the other one gets `2001:db8::1` on (RFC 3849), or is
 * mapped (RFC 4291 §2.5.5.2).
 */
export class AssignedAddresses {
  readonly #own: readonly (Uint8Array | undefined)[];
  readonly #assigned: readonly Uint8Array[];

  constructor({ endpoints }: Trace) {
    this.#own = endpoints.map(({ address }) => (address === undefined ? undefined : addressOctets(address)));
    const taken = new Set(this.#own.map(String));
    let next = 0;
    this.#assigned = endpoints.map(() => {
      for (;;) {
        const octets = documentationAddress(next);
        next += 1;
        if (!taken.has(String(octets))) return octets;
      }
    });
  }

  /** Gives the addresses of two ends, of one family. */
  pair(from: EndpointIndex, to: EndpointIndex): readonly [Uint8Array, Uint8Array] {
    const isSix = this.#own[from]?.length === 16 || this.#own[to]?.length === 16;
    return isSix ? [this.#six(from), this.#six(to)] : [this.#four(from), this.#four(to)];
  }

  /** Whether an endpoint has an address of its own. */
  hasOwn(endpoint: EndpointIndex): boolean {
    return this.#own[endpoint] !== undefined;
  }

  #four(endpoint: EndpointIndex): Uint8Array {
    return this.#own[endpoint] ?? this.#assigned[endpoint] ?? new Uint8Array(4);
  }

  #six(endpoint: EndpointIndex): Uint8Array {
    const own = this.#own[endpoint];
    if (own?.length === 16) return own;
    const octets = new Uint8Array(16);
    octets.set(own === undefined ? [0x20, 0x01, 0x0d, 0xb8] : [0xff, 0xff], own === undefined ? 0 : 10);
    octets.set(own ?? [0, 0, (endpoint + 1) >> 8, (endpoint + 1) & 255], 12);
    return octets;
  }
}

function documentationAddress(number: number): Uint8Array {
  const network = DOCUMENTATION[Math.floor(number / HOSTS)];
  const value = network === undefined ? PRIVATE + number : network + 1 + (number % HOSTS);
  return addressOctets(formatIpv4(value)) ?? new Uint8Array(4);
}
