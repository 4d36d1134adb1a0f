import { isDissected, type CaptureSource } from "../pipeline";
import { isUtf16 } from "./utf16-text";

const MARK_LENGTH = 2;
const QUESTION_MARK = 0x3f;
const BIG_ENDIAN_MARK = 0xfe;

/**
 * Gives what tshark printed and PowerShell wrote as UTF-16 as if it were ASCII, at any size: an octet for each
 * character. Numbers and names are ASCII; any other character, as texts of packets have, becomes a question mark.
 */
export function narrowedSource(source: CaptureSource): CaptureSource {
  let isBigEndian: boolean | undefined;
  return {
    name: source.name,
    size: source.size === undefined ? undefined : narrowedLength(source.size),
    chunks: () => narrowedPieces(source.chunks()),
    octets: async (offset, length) => {
      isBigEndian ??= (await source.octets(0, 1))[0] === BIG_ENDIAN_MARK;
      return narrowed(await source.octets(MARK_LENGTH + 2 * offset, 2 * length), isBigEndian);
    },
  };
}

/** The same of pieces that come one after the other, and may be cut within a character. */
export async function* narrowedPieces(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let left: Uint8Array = new Uint8Array(0);
  let isBigEndian: boolean | undefined;
  for await (const piece of pieces) {
    const octets = new Uint8Array(left.length + piece.length);
    octets.set(left);
    octets.set(piece, left.length);
    const whole = octets.length - (octets.length % 2);
    left = octets.slice(whole);
    if (whole === 0) continue;
    const from = isBigEndian === undefined ? MARK_LENGTH : 0;
    isBigEndian ??= octets[0] === BIG_ENDIAN_MARK;
    yield narrowed(octets.subarray(from, whole), isBigEndian);
  }
}

/** Gives the octets that a mark and whole characters become. */
function narrowedLength(size: number): number {
  return Math.max(0, Math.floor(size / 2) - 1);
}

/** Gives whether octets are UTF-16, by their mark, of what tshark printed. */
export function isWideDissection(sample: Uint8Array): boolean {
  if (!isUtf16(sample)) return false;
  return isDissected(narrowed(sample.subarray(MARK_LENGTH), sample[0] === BIG_ENDIAN_MARK));
}

/** Gives the characters of UTF-16, without its mark, as an octet each. */
function narrowed(octets: Uint8Array, isBigEndian: boolean): Uint8Array {
  const [low, high] = isBigEndian ? [1, 0] : [0, 1];
  const letters = new Uint8Array(octets.length >> 1);
  for (let i = 0; i < letters.length; i += 1) {
    const letter = octets[2 * i + low] ?? 0;
    letters[i] = octets[2 * i + high] === 0 && letter < 0x80 ? letter : QUESTION_MARK;
  }
  return letters;
}
