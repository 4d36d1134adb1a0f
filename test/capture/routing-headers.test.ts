import { expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listDatagrams } from "../../src/capture/list-conversations";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { bigEndian, ipv6Packet } from "../support/packet-builder";

const udp = Uint8Array.from(bigEndian([5, 2], [6, 2], [9, 2], [0, 2], [120, 1]));

function address(last: number): number[] {
  return bigEndian([0x20010db8, 4], [0, 4], [0, 4], [last, 4]);
}

/** Where a datagram goes to whose routing header has a type, stops left and addresses. */
async function destinationOf(type: number, left: number, ...stops: readonly number[]): Promise<string> {
  const routing = [17, 2 * stops.length, type, left, 0, 0, 0, 0, ...stops.flatMap(address)];
  const source = sourceOf(pcapFile([ipv6Packet(udp, 43, routing)], { linkType: 101 }));
  const [{ ends: [, server] } = { ends: ["", ""] }] = listDatagrams(await indexCapture(source));
  return server;
}

// As tshark 4.0.17 tells its conversations apart.
it("a conversation goes to the last stop of a routing header that has stops left", async () => {
  expect(await destinationOf(0, 2, 3, 9)).toBe("[2001:db8::9]:6");
  expect(await destinationOf(2, 1, 9)).toBe("[2001:db8::9]:6");
  expect(await destinationOf(4, 1, 9, 3)).toBe("[2001:db8::9]:6");
});

it("it goes to the packet's destination where none is left, named or known", async () => {
  expect(await destinationOf(0, 0, 3, 9)).toBe("[2001:db8::2]:6");
  expect(await destinationOf(0, 1)).toBe("[2001:db8::2]:6");
  expect(await destinationOf(253, 1, 9)).toBe("[2001:db8::2]:6");
});
