import { nearestName } from "../../base/nearest-name";
import type { Endpoint, EndpointIndex } from "../../trace/trace";
import type { BlockOptions } from "./block-options";
import { isQuoteAt, unquote } from "./character";
import { parseAddress, portOfName } from "./parse-address";

/** A name of a list resolved, or why it was not. */
export type ResolvedName =
  | { readonly kind: "known"; readonly index: EndpointIndex }
  /** New, and taken; `like` is an older name it may be a slip of. */
  | { readonly kind: "new"; readonly index: EndpointIndex; readonly like?: string }
  /** Not taken: near to a name of `endpoints:`, or several words without quotes. */
  | { readonly kind: "mistyped"; readonly suggestion: string }
  | { readonly kind: "unquoted" };

/**
 * The endpoints of a list, in lifeline order: those of `endpoints:`, then by first appearance.
 *
 * An endpoint is met by its name, by its address with or without port, and by what `names:` calls it.
 */
export class EndpointTable {
  readonly #endpoints: Endpoint[] = [];
  readonly #indexes = new Map<string, EndpointIndex>();
  readonly #declared: readonly string[];
  readonly #options: BlockOptions;

  constructor(options: BlockOptions) {
    this.#options = options;
    this.#declared = options.endpoints.map((endpoint) => endpoint.name);
    for (const { name, address, port } of options.endpoints) {
      const place = {
        ...(address === undefined ? {} : { address }),
        ...(port === undefined ? {} : { port }),
      };
      this.#add({ key: name, name: options.names.get(name) ?? name, ...place });
    }
  }

  /** The endpoints so far. */
  get endpoints(): readonly Endpoint[] {
    return this.#endpoints;
  }

  /** Gives the endpoint a name stands for, and takes it in where it is new. */
  resolve(written: string): ResolvedName {
    const name = this.#keyOf(unquote(written));
    const known = this.#indexes.get(name) ?? this.#hostOf(name);
    if (known !== undefined) return { kind: "known", index: known };
    const isQuoted = isQuoteAt(written, 0);
    if (!isQuoted && /\s/u.test(name)) return { kind: "unquoted" };
    const mistyped = isQuoted ? undefined : slipOf(name, this.#declared);
    if (mistyped !== undefined) return { kind: "mistyped", suggestion: mistyped };
    const like = isQuoted
      ? undefined
      : slipOf(
          name,
          this.#endpoints.map((endpoint) => endpoint.key),
        );
    const index = this.#add({ key: name, name: this.#shownName(name), ...parseAddress(name) });
    return like === undefined ? { kind: "new", index } : { kind: "new", index, like };
  }

  #keyOf(name: string): string {
    if (this.#options.lifelines !== "host") return name;
    return parseAddress(name)?.address ?? name;
  }

  /** Without `lifelines: port`, a port of a host that has a name of its own belongs to that host. */
  #hostOf(name: string): EndpointIndex | undefined {
    const place = parseAddress(name);
    return place?.port === undefined || this.#options.lifelines === "port"
      ? undefined
      : this.#indexes.get(place.address);
  }

  #shownName(name: string): string {
    const address = parseAddress(name)?.address;
    return (
      this.#options.names.get(name) ??
      (address === undefined ? undefined : this.#options.names.get(address)) ??
      name
    );
  }

  #add(named: Endpoint): EndpointIndex {
    const index = this.#endpoints.length;
    const alone = named.port ?? portOfName(named.key);
    const endpoint = alone === undefined ? named : { ...named, port: alone };
    this.#endpoints.push(endpoint);
    const { address, port } = endpoint;
    for (const alias of [endpoint.key, endpoint.name, ...aliases(address, port)]) {
      if (!this.#indexes.has(alias)) this.#indexes.set(alias, index);
    }
    return index;
  }
}

function aliases(address: string | undefined, port: number | undefined): readonly string[] {
  if (address === undefined) return [];
  if (port === undefined) return [address];
  return [address.includes(":") ? `[${address}]:${String(port)}` : `${address}:${String(port)}`];
}

const SHORTEST_SLIP = 4;
const MOST_COMPARED = 64;

/** Gives the name that a new one may be a slip of; names that differ in their digits are different names. */
function slipOf(name: string, names: readonly string[]): string | undefined {
  if (name.length < SHORTEST_SLIP || names.length > MOST_COMPARED || parseAddress(name) !== undefined)
    return undefined;
  const letters = withoutDigits(name);
  const near = nearestName(name, names);
  return near === undefined || (withoutDigits(near) === letters && near.toLowerCase() !== name.toLowerCase())
    ? undefined
    : near;
}

function withoutDigits(name: string): string {
  return name.replace(/\d/gu, "").toLowerCase();
}
