import { loadUint8 } from "../../capture/load-integer";
import type { ApplicationMessage } from "./packet";
import { capturedLength, type Region } from "./region";

const SHORTEST = 4;
/** The first mode of packets that tell no time. */
const CONTROL = 6;

const modes = [
  "reserved",
  "symmetric active",
  "symmetric passive",
  "client",
  "server",
  "broadcast",
  "control",
  "private",
] as const;

/** Reads the first octets of an NTP packet (RFC 5905 §7.3); undefined where they were not captured. */
export function readNtp(region: Region): ApplicationMessage | undefined {
  if (capturedLength(region) < SHORTEST) return undefined;
  const first = loadUint8(region.octets, region.start);
  const version = (first >> 3) & 7;
  const mode = first & 7;
  const stratum = loadUint8(region.octets, region.start + 1);
  const isServer = mode === 4 || mode === 5;
  return {
    protocol: "ntp",
    name: "NTP",
    summary: `NTP Version ${String(version)}, ${modes[mode] ?? ""}${isServer ? `, stratum ${String(stratum)}` : ""}`,
    fields: {
      "ntp.flags.vn": [version],
      "ntp.flags.mode": [mode],
      "ntp.stratum": mode < CONTROL ? [stratum] : [],
    },
  };
}
