import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { CommandError, exitCodes, isSystemError } from "./command-error";
import { visibleText } from "./visible-text";

/** Of what tshark complains about, the first line that is about the file. */
const LONGEST_COMPLAINT = 2000;

/** Before the first packet PDML has a heading of some hundred octets; what is longer holds one. */
const LONGEST_HEADING = 1024;

/**
 * Gives what the installed tshark says about a capture, as PDML, while it says it; undefined reads standard input.
 *
 * No shell is involved, and a path is never taken for an option. Where tshark gives up in the middle, as at the end of
 * a file that is cut, a line on stderr says so. Throws `CommandError` where there is no tshark, it cannot be started, or
 * it could read nothing.
 */
export async function* tsharkOutput(path: string | undefined): AsyncIterable<Uint8Array> {
  const input = path === undefined ? "-" : resolve(path);
  const tshark = spawn("tshark", ["-n", "-r", input, "-T", "pdml"], {
    stdio: [path === undefined ? "inherit" : "ignore", "pipe", "pipe"],
    shell: false,
  });
  let complaint = "";
  tshark.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(0, LONGEST_COMPLAINT);
  });
  const closed = once(tshark, "close");
  // A failure to start is told below.
  closed.catch(() => undefined);
  let length = 0;
  try {
    for await (const piece of tshark.stdout) {
      if (!Buffer.isBuffer(piece)) continue;
      length += piece.length;
      yield piece;
    }
    const [code, signal] = (await closed) as [number | null, string | null];
    if (code === 0) return;
    const reason = `${path ?? "stdin"}: ${words(complaint, signal)}`;
    if (length <= LONGEST_HEADING) throw new CommandError(exitCodes.failed, reason);
    process.stderr.write(`${reason}; what it had said before is read\n`);
  } catch (error) {
    throw isSystemError(error) && error.syscall?.startsWith("spawn") === true ? notStarted(error) : error;
  } finally {
    tshark.kill();
  }
}

function words(complaint: string, signal: string | null): string {
  const lines = complaint.split("\n").filter((line) => line !== "" && !line.startsWith("Running as user"));
  const silence = signal === null ? "it gave no reason" : `it was ended by ${signal}`;
  return visibleText(`tshark could not read it: ${(lines[0] ?? silence).replace(/\.$/u, "")}`);
}

function notStarted(error: NodeJS.ErrnoException): CommandError {
  const reason = error.code === "ENOENT" ? "which was not found" : "which could not be started";
  return new CommandError(
    exitCodes.failed,
    `--engine tshark needs tshark, ${reason}; install Wireshark with its command line tools, or leave the option out`,
  );
}
