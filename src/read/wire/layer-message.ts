import { loadBig32 } from "../../capture/load-integer";
import { describeSpanningTree } from "./bridges";
import { describeEapol } from "./eapol";
import { formatMac } from "./ethernet";
import { messageKind } from "./layer-names";
import type { LayerPlace, LinkEnds } from "./packet";
import { capturedLength, type Region } from "./region";
import { describeDccp, describeSctp } from "./sctp";
import { describeWlan, wlanEnds } from "./wlan";

/** Layers of which more can be told than the kind of message. */
const describers: ReadonlyMap<string, (region: Region) => string | undefined> = new Map([
  ["wlan", describeWlan],
  ["eapol", describeEapol],
  ["stp", describeSpanningTree],
  ["sctp", describeSctp],
  ["dccp", describeDccp],
  ["esp", describeEncrypted],
]);

/** An index of a security association is all that ESP shows (RFC 4303 §2). */
function describeEncrypted(region: Region): string | undefined {
  if (capturedLength(region) < 4) return undefined;
  const index = loadBig32(region.octets, region.start).toString(16).padStart(8, "0");
  return `SPI=0x${index}`;
}

/** Gives what a layer that nothing is known behind says of itself; undefined where that is nothing. */
export function describeLayer({ name, region }: LayerPlace): string | undefined {
  const [family = name] = name.split(".");
  return describers.get(family)?.(region) ?? messageKind(family, region);
}

/** Octets before the receiver's address, which the sender's follows, in links that have Ethernet's addresses. */
const beforeAddresses: ReadonlyMap<string, number> = new Map([
  ["fddi", 1],
  ["tr", 2],
]);

/** Gives between whom a link layer other than Ethernet's says that its frame goes; undefined where that is cut. */
export function linkEnds({ name, region }: LayerPlace): LinkEnds | undefined {
  const { octets, start } = region;
  const before = beforeAddresses.get(name);
  if (before === undefined) return wlanEnds(region);
  if (capturedLength(region) < before + 12) return undefined;
  return { source: formatMac(octets, start + before + 6), destination: formatMac(octets, start + before) };
}
