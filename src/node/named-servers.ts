import { serverNames, type CaptureIndex, type CaptureSource, type ServerNames } from "../pipeline";

/** Gives whom the clients of a capture ask for, by rows that may tell. */
export async function namedServers(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): Promise<ServerNames> {
  return serverNames(source, index, rows);
}
