import { formatSocketAddress } from "../base/address";
import type { Endpoint } from "../trace/trace";
import type { BlockOptions, NamedEndpoint } from "./text/block-options";

/** One end of a frame, as the frame itself names it. */
export interface FrameEnd {
  readonly address: string;
  readonly port: number | undefined;
}

/** What decides how lifelines are ordered and named. */
export type EndpointChoice = Pick<BlockOptions, "endpoints" | "names">;

/**
 * The endpoints of a capture's trace while its frames are read: one per address, or one per address
 * and port for the addresses that `hasPorts` tells.
 */
export class CaptureEndpoints {
  readonly #hasPorts: (address: string) => boolean;
  readonly #found = new Map<string, FrameEnd>();

  constructor(hasPorts: (address: string) => boolean) {
    this.#hasPorts = hasPorts;
  }

  /** Gives the key of an end's lifeline, and remembers it. */
  key(end: FrameEnd): string {
    const isPort = end.port !== undefined && this.#hasPorts(end.address);
    const key = isPort ? formatSocketAddress(end.address, end.port) : end.address;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, end);
    // A lifeline of several ports has none of its own.
    else if (known.port !== end.port) this.#found.set(key, { address: end.address, port: undefined });
    return key;
  }

  /**
   * Gives the endpoints: those the person ordered first, then the others in the order they were met. `resolved` are the
   * names a capture knows, which those of the person go before.
   */
  ordered(own: EndpointChoice, resolved: EndpointChoice["names"] = new Map()): readonly Endpoint[] {
    const choice = { ...own, names: new Map([...resolved, ...own.names]) };
    const chosen = this.#chosenKeys(choice);
    const rest = [...this.#found.keys()].filter((key) => !chosen.some((each) => each.key === key));
    return [
      ...chosen.map(({ key, name }) => this.#endpoint(key, own.names.get(key) ?? name)),
      ...rest.map((key) => this.#endpoint(key, choice.names.get(key) ?? this.#nameOfAddress(key, choice))),
    ];
  }

  /** Gives the keys that `endpoints:` means, in its order; a name without an address takes the next key that is left. */
  #chosenKeys(choice: EndpointChoice): readonly { readonly key: string; readonly name: string }[] {
    const meant = choice.endpoints.map((named) => this.#meantKey(named, choice));
    const free = [...this.#found.keys()].filter((key) => !meant.includes(key));
    return choice.endpoints.flatMap((named, i) => {
      const key = meant[i] ?? (named.address === undefined ? free.shift() : undefined);
      return key === undefined || (meant.indexOf(key) < i && meant.includes(key))
        ? []
        : [{ key, name: named.name }];
    });
  }

  #meantKey(named: NamedEndpoint, choice: EndpointChoice): string | undefined {
    for (const [key, end] of this.#found) {
      const isPort = named.port === undefined || named.port === end.port;
      if (named.address !== undefined && named.address.toLowerCase() === end.address && isPort) return key;
      if (named.address === undefined && (key === named.name || choice.names.get(key) === named.name))
        return key;
    }
    return undefined;
  }

  /** A name may be given for the address of a lifeline with a port, or for address and port of one without. */
  #nameOfAddress(key: string, choice: EndpointChoice): string {
    const end = this.#found.get(key);
    if (end?.port === undefined) return key;
    const withPort = choice.names.get(formatSocketAddress(end.address, end.port));
    if (withPort !== undefined) return withPort;
    const host = choice.names.get(end.address);
    return host === undefined ? key : `${host}:${String(end.port)}`;
  }

  #endpoint(key: string, name: string): Endpoint {
    const end = this.#found.get(key);
    const address = end === undefined ? {} : { address: end.address };
    return { key, name, ...address, ...(end?.port === undefined ? {} : { port: end.port }) };
  }
}
