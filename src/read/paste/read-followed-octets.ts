import { payloadLine } from "../payload-line";
import type { LineReading } from "./line-reading";
import { octetsOfBase64, octetsOfHex } from "./octet-text";
import type { PastedEnd, PastedFrame } from "./pasted-frame";
import { parsePastedTime, type PastedTime } from "./pasted-time";

const LONGEST_LINE = 1 << 16;
/** Octets of a piece that are kept to be shown. */
const SHOWN = 256;

/** What one end sent in one go. */
interface Piece {
  readonly line: number;
  peer: 0 | 1;
  frame?: number;
  time?: PastedTime;
  octets: number;
  readonly shown: number[];
}

interface Draft {
  readonly ends: [PastedEnd, PastedEnd];
  readonly pieces: Piece[];
  /** Whose host and port the next lines of YAML tell. */
  peer: 0 | 1;
}

type LineRule = readonly [
  pattern: RegExp,
  take: (draft: Draft, match: RegExpExecArray, line: number) => void,
];

/** How the forms write their lines: hex dump, raw, arrays of C, and YAML old and new. */
const rules: readonly LineRule[] = [
  [/^(?:=+|Follow: .*|Filter: .*|peers:|packets:|# Packet .*|\};?)\s*$/u, () => undefined],
  [
    /^Node ([01]): (.{1,100}):(\d{1,5})\s*$/u,
    (draft, [, peer, host = "", port]) => {
      draft.ends[peerOf(peer)] = { address: plainAddress(host), port: Number(port) };
    },
  ],
  [/^ *- peer: ([01])\s*$/u, (draft, [, peer]) => void (draft.peer = peerOf(peer))],
  [
    /^ *host: (\S{1,100})\s*$/u,
    (draft, [, host = ""]) => {
      draft.ends[draft.peer] = { ...draft.ends[draft.peer], address: plainAddress(host) };
    },
  ],
  [
    /^ *port: (\d{1,5})\s*$/u,
    (draft, [, port]) => {
      draft.ends[draft.peer] = { ...draft.ends[draft.peer], port: Number(port) };
    },
  ],
  [
    /^ *- packet: (\d{1,9})\s*$/u,
    (draft, [, frame], line) => {
      draft.pieces.push({ ...newPiece(line, 0), frame: Number(frame) });
    },
  ],
  [
    /^ *peer: ([01])\s*$/u,
    (draft, [, peer]) => {
      const piece = draft.pieces.at(-1);
      if (piece !== undefined) piece.peer = peerOf(peer);
    },
  ],
  [
    /^ *timestamp: (\d{1,11}\.\d{1,9})\s*$/u,
    (draft, [, time = ""]) => {
      const [piece, parsed] = [draft.pieces.at(-1), parsePastedTime(time)];
      if (piece !== undefined && parsed !== undefined) piece.time = parsed;
    },
  ],
  [/^ *data: !!binary \|\s*$/u, () => undefined],
  [
    /^peer([01])_\d{1,9}: !!binary \|\s*$/u,
    (draft, [, peer], line) => {
      draft.pieces.push(newPiece(line, peerOf(peer)));
    },
  ],
  [
    /^(?:[a-z]{5,8} ){0,3}char peer([01])_\d{1,9}\[\] = \{ ?(?:\/\* Packet (\d{1,9}) \*\/)?\s*$/u,
    (draft, [, peer, frame], line) => {
      draft.pieces.push({
        ...newPiece(line, peerOf(peer)),
        ...(frame === undefined ? {} : { frame: Number(frame) }),
      });
    },
  ],
  [
    /^ ?(?:0x[\da-fA-F]{2},? ?)+(?:\};?)?\s*$/u,
    (draft, [text]) => {
      add(draft.pieces.at(-1), octetsOfHex(text.replaceAll("0x", "")));
    },
  ],
  [
    /^(\t?)[\da-fA-F]{8} {2}((?:[\da-fA-F]{2} {1,2}){1,16})/u,
    (draft, [, tab, digits = ""], line) => {
      const peer = tab === "" ? 0 : 1;
      // Of a dump, all lines of one end in a row belong together.
      if (draft.pieces.at(-1)?.peer !== peer) draft.pieces.push(newPiece(line, peer));
      add(draft.pieces.at(-1), octetsOfHex(digits));
    },
  ],
  [
    /^(\t?)((?:[\da-fA-F]{2})+)\s*$/u,
    (draft, [, tab, digits = ""], line) => {
      draft.pieces.push(newPiece(line, tab === "" ? 0 : 1));
      add(draft.pieces.at(-1), octetsOfHex(digits));
    },
  ],
  [
    /^ {2,}([A-Za-z\d+/]+={0,2})\s*$/u,
    (draft, [, text = ""]) => {
      add(draft.pieces.at(-1), octetsOfBase64(text));
    },
  ],
];

/** Tells whether a line begins a followed stream whose octets are written out. */
export function opensFollowedOctets(line: string): boolean {
  return /^(?:Follow: tcp,(?:hex|raw|yaml)|packets:\s*$|peer[01]_\d{1,9}: !!binary|(?:[a-z]{5,8} ){0,3}char peer[01]_\d)/u.test(
    line,
  );
}

/**
 * Reads a followed stream whose octets are written out: `tshark -z follow,tcp,hex`, `raw` and `yaml`, and Wireshark's
 * arrays of C. Every piece becomes one message, with the first line of what it says.
 */
export function readFollowedOctets(lines: readonly string[]): LineReading {
  const draft: Draft = { ends: [{ address: "peer 0" }, { address: "peer 1" }], pieces: [], peer: 0 };
  const passed: number[] = [];
  for (const [i, text] of lines.entries()) {
    const line = text.slice(0, LONGEST_LINE);
    const taken = rules.some(([pattern, take]) => {
      const match = pattern.exec(line);
      if (match !== null) take(draft, match, i + 1);
      return match !== null;
    });
    if (!taken && text.trim() !== "") passed.push(i + 1);
  }
  return { frames: draft.pieces.map((piece) => pieceFrame(piece, draft.ends)), unread: [], passed };
}

function newPiece(line: number, peer: 0 | 1): Piece {
  return { line, peer, octets: 0, shown: [] };
}

function add(piece: Piece | undefined, octets: readonly number[]): void {
  if (piece === undefined) return;
  piece.octets += octets.length;
  for (const octet of octets.slice(0, Math.max(0, SHOWN - piece.shown.length))) piece.shown.push(octet);
}

function pieceFrame(
  { line, peer, frame, time, octets, shown }: Piece,
  ends: readonly [PastedEnd, PastedEnd],
): PastedFrame {
  const text = payloadLine(Uint8Array.from(shown), shown.length === octets);
  return {
    line,
    ...(frame === undefined ? {} : { number: frame }),
    ...(time === undefined ? {} : { time }),
    source: ends[peer],
    destination: ends[peer === 0 ? 1 : 0],
    protocol: "TCP",
    summary: `Len=${String(octets)}${text === undefined ? "" : ` ${text}`}`,
  };
}

function peerOf(digit: string | undefined): 0 | 1 {
  return digit === "1" ? 1 : 0;
}

function plainAddress(host: string): string {
  return host.replace(/^\[|\]$/gu, "").toLowerCase();
}
