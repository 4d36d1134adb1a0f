import type { Readable } from "node:stream";
import { CommandError, describeSystemError, exitCodes, isSystemError } from "./command-error";
import { formatOctets } from "./progress";

/**
 * Gives the octets of a stream, piece by piece. Ctrl-C, once, ends it: what had come is read like a file that ends there,
 * and a line on stderr says so; a second one ends the program. Throws `CommandError` where the stream cannot be read.
 */
export async function* streamOctets(stream: Readable, name: string): AsyncGenerator<Uint8Array> {
  let length = 0;
  const hand = { hasStopped: false };
  const interrupt = (): void => {
    hand.hasStopped = true;
    stream.destroy();
  };
  process.once("SIGINT", interrupt);
  try {
    for await (const piece of stream) {
      if (!Buffer.isBuffer(piece)) continue;
      length += piece.length;
      yield piece;
    }
  } catch (error) {
    // A stream that is left in the middle says so by an error.
    if (!hand.hasStopped) throw isSystemError(error) ? unreadable(error, name) : error;
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
  if (hand.hasStopped)
    process.stderr.write(`\n${name}: stopped; ${formatOctets(length)} had come and are read\n`);
}

function unreadable(error: NodeJS.ErrnoException, name: string): CommandError {
  return new CommandError(exitCodes.failed, describeSystemError(error, name));
}
