import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { CommandError, exitCodes, isSystemError } from "./command-error";
import { visibleText } from "./visible-text";

/** Of what tshark complains about, the first line that is about the file. */
const LONGEST_COMPLAINT = 2000;

/**
 * Gives what the installed tshark says about a capture, as PDML, while it says it; undefined reads standard input.
 *
 * No shell is involved, and a path is never taken for an option. Throws `CommandError` where there is no tshark, or
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
  try {
    for await (const piece of tshark.stdout) if (Buffer.isBuffer(piece)) yield piece;
    const [code] = (await closed) as [number | null];
    if (code !== 0) throw new CommandError(exitCodes.failed, `${path ?? "stdin"}: ${words(complaint)}`);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") throw withoutTshark();
    throw error;
  } finally {
    tshark.kill();
  }
}

function words(complaint: string): string {
  const lines = complaint.split("\n").filter((line) => line !== "" && !line.startsWith("Running as user"));
  return visibleText(`tshark could not read it: ${lines[0] ?? "it gave no reason"}`);
}

function withoutTshark(): CommandError {
  return new CommandError(
    exitCodes.failed,
    "--engine tshark needs tshark, which was not found; install Wireshark with its command line tools, or leave the option out",
  );
}
