import { namesByNumber } from "../../base/names-by-number";
import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of an EAPOL-Key descriptor up to its information, and what that says (IEEE 802.11 §12.7.2). */
const KEY_INFORMATION = 5;
const PAIRWISE = 0x0008;
const ACKNOWLEDGE = 0x0080;
const AUTHENTIC = 0x0100;
const SECURE = 0x0200;

/** Words of EAP's codes and types (RFC 3748). */
const eapCodes = ["", "Request", "Response", "Success", "Failure"] as const;
const eapTypes = namesByNumber(
  "1 Identity|2 Notification|3 Legacy Nak|4 MD5-Challenge|13 TLS|21 TTLS|25 PEAP|" + "26 MS-CHAP-v2",
);

/** Gives what an EAPOL frame is: the number of a key message of the four, or EAP's code and type. */
export function describeEapol(region: Region): string | undefined {
  const { octets, start } = region;
  if (capturedLength(region) < 9) return undefined;
  const type = loadUint8(octets, start + 1);
  if (type === 1) return "Start";
  if (type === 2) return "Logoff";
  if (type === 3) return keyWords(loadBig16(octets, start + KEY_INFORMATION));
  if (type !== 0) return undefined;
  const code = eapCodes[loadUint8(octets, start + 4)] ?? "";
  const method = code.startsWith("Re") ? eapTypes.get(loadUint8(octets, start + 8)) : undefined;
  return method === undefined ? code : `${code}, ${method}`;
}

function keyWords(information: number): string {
  const isAsked = (information & ACKNOWLEDGE) !== 0;
  if ((information & PAIRWISE) === 0) return `Key (Group Message ${isAsked ? "1" : "2"} of 2)`;
  const number = isAsked ? ((information & AUTHENTIC) === 0 ? 1 : 3) : (information & SECURE) === 0 ? 2 : 4;
  return `Key (Message ${String(number)} of 4)`;
}
