import type { Naming } from "../tcp/finding-words";
import type { Conversation, Trace } from "./trace";

/** Gives the names of client and server as people read them, and their ports. */
export function conversationNaming(trace: Trace, { client, server }: Conversation): Naming {
  return {
    names: [shownName(trace, client), shownName(trace, server)],
    ports: [portOf(client), portOf(server)],
  };
}

/** A name that a person gave; else address and port, which tell conversations between the same hosts apart. */
function shownName({ endpoints }: Trace, end: string): string {
  const address = addressOf(end);
  const endpoint = endpoints.find(({ key }) => key === end) ?? endpoints.find(({ key }) => key === address);
  const isNamed = endpoint !== undefined && endpoint.name !== endpoint.key;
  return isNamed ? endpoint.name : end;
}

const SOCKET_ADDRESS = /^(?:\[(?<six>[^\]]*)\]|(?<four>[^:]*)):(?<port>\d{1,5})$/u;

function addressOf(end: string): string {
  const { six, four } = SOCKET_ADDRESS.exec(end)?.groups ?? {};
  return six ?? four ?? end;
}

function portOf(end: string): number | undefined {
  const port = SOCKET_ADDRESS.exec(end)?.groups?.["port"];
  return port === undefined ? undefined : Number(port);
}
