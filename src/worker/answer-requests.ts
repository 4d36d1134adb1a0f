import { DiagnosticError } from "../base/diagnostic";
import {
  conversationLines,
  drawPages,
  exportSvg,
  followStream,
  indexOf,
  type IndexProgress,
  listPackets,
  type OpenCapture,
  type OpenedCapture,
  readBlock,
  selectConversations,
  selectPackets,
  showPacket,
  summarizeCapture,
} from "../pipeline";
import { HeldCaptures, type WindowReading } from "./held-captures";
import { pictureBlock } from "./picture-block";
import type {
  CaptureQuestion,
  Failure,
  FoundCapture,
  FromWorker,
  GivenBy,
  GivenTo,
  RequestName,
  ToWorker,
} from "./protocol";

/** The other side of the line: a worker's own scope, or what plays it in the window. */
export interface WorkerScope {
  postMessage(message: FromWorker, options?: { readonly transfer: ArrayBuffer[] }): void;
  addEventListener(type: "message", listener: (event: { readonly data: ToWorker }) => void): void;
}

/** What an answer may use: the captures of the window, the way to tell how far it is, and the end of patience. */
interface Desk {
  readonly open: OpenCapture;
  readonly onProgress: IndexProgress;
}

type Answers = {
  readonly [Name in RequestName]: (given: GivenTo<Name>, desk: Desk) => Promise<GivenBy<Name>>;
};

const answers: Answers = {
  drawBlock: async ({ text, name }, { open, onProgress }) => {
    const reading = await readBlock(text, name, open, { onProgress });
    return { reading, pages: drawPages(reading) };
  },
  pictureBlock: (given, { open, onProgress }) => pictureBlock(given, open, onProgress),
  exportSvg: ({ scene, ...options }) => exportSvg(scene, options),
  summarizeCapture: async ({ target }, desk) => summarizeCapture((await indexed(desk, target)).index),
  selectConversations: async ({ target, query, order }, desk) =>
    selectConversations((await indexed(desk, target)).index, { query, order }),
  listConversations: async ({ target, numbers }, desk) =>
    conversationLines((await indexed(desk, target)).index, numbers),
  selectPackets: async ({ target, filter, conversation }, desk) => {
    const { capture, index } = await indexed(desk, target);
    return selectPackets(capture, index, { filter, conversation });
  },
  listPackets: async ({ target, rows }, desk) => {
    const { capture, index } = await indexed(desk, target);
    return listPackets(capture, index, rows);
  },
  showPacket: async ({ target, row }, desk) => {
    const { capture, index } = await indexed(desk, target);
    return showPacket(capture, index, row);
  },
  followStream: async ({ target, conversation }, desk) => {
    const { capture, index } = await indexed(desk, target);
    return followStream(capture, index, conversation);
  },
};

async function indexed(
  { open, onProgress }: Desk,
  target: string,
): Promise<{ capture: OpenedCapture; index: Awaited<ReturnType<typeof indexOf>> }> {
  const capture = await open(target);
  if (capture === undefined)
    throw new DiagnosticError({ code: "capture-not-found", severity: "error", found: target });
  return { capture, index: await indexOf(capture, onProgress) };
}

/** Answers what the window asks, one message for each answer, until the worker is ended. */
export function answerRequests(scope: WorkerScope): void {
  const line = new Line(scope);
  scope.addEventListener("message", ({ data }) => {
    line.take(data);
  });
}

class Line {
  readonly #scope: WorkerScope;
  readonly #held = new HeldCaptures();
  readonly #running = new Map<number, AbortController>();
  readonly #calls = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (reason: Refused) => void }
  >();
  #lastCall = 0;

  constructor(scope: WorkerScope) {
    this.#scope = scope;
  }

  take(message: ToWorker): void {
    switch (message.kind) {
      case "ask":
        void this.#answer(message.id, message.name, message.given);
        break;
      case "cancel":
        this.#running.get(message.id)?.abort();
        break;
      case "reply":
        this.#endCall(message.call)?.resolve(message.value);
        break;
      case "refuse":
        this.#endCall(message.call)?.reject(new Refused());
    }
  }

  async #answer(id: number, name: RequestName, given: unknown): Promise<void> {
    const running = new AbortController();
    this.#running.set(id, running);
    const desk: Desk = {
      open: (target) => this.#open(id, target, running.signal),
      onProgress: ({ octets, frames }) => {
        this.#scope.postMessage({ kind: "progress", id, octets, frames });
      },
    };
    try {
      const value: unknown = await answerOne(name, given, desk);
      this.#scope.postMessage({ kind: "done", id, value });
    } catch (error) {
      this.#scope.postMessage({ kind: "failed", id, failure: failureOf(error) });
    }
    this.#running.delete(id);
  }

  async #open(id: number, target: string, signal: AbortSignal): ReturnType<OpenCapture> {
    const found = await this.#ask<FoundCapture | undefined>(id, { name: "find", target });
    if (found === undefined) return undefined;
    const { path } = found;
    const window: WindowReading = {
      whole: () => this.#ask<ArrayBuffer>(id, { name: "read", path }),
      pieces: (pieces) => this.#ask<readonly ArrayBuffer[]>(id, { name: "read", path, pieces }),
    };
    return this.#held.open(found, window, signal);
  }

  /** The window answers with what the question stands for: both sides are of one build. */
  #ask<Answer>(id: number, question: CaptureQuestion): Promise<Answer> {
    this.#lastCall += 1;
    const call = this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve: (value) => resolve(value as Answer), reject });
      this.#scope.postMessage({ kind: "call", id, call, question });
    });
  }

  #endCall(
    call: number,
  ): { resolve: (value: unknown) => void; reject: (reason: Refused) => void } | undefined {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    return waiting;
  }
}

function answerOne(name: RequestName, given: unknown, desk: Desk): Promise<unknown> {
  const answer = answers[name] as (given: unknown, desk: Desk) => Promise<unknown>;
  return answer(given, desk);
}

/** The window could not do what it was asked, and keeps the reason. */
class Refused extends Error {}

function failureOf(error: unknown): Failure {
  if (error instanceof DiagnosticError)
    return { kind: "diagnostic", diagnostic: error.diagnostic, others: error.others };
  if (error instanceof Refused) return { kind: "refused" };
  return { kind: "error", message: error instanceof Error ? error.message : String(error) };
}
