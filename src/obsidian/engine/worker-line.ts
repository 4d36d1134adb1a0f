import { answerRequests } from "../../worker/answer-requests";
import type { FromWorker, ToWorker } from "../../worker/protocol";
import { loadExporter, workerScript } from "./core-code";

/** A line to whatever answers: a worker, or the same code in the window. */
export interface WorkerLine {
  send(message: ToWorker, transfer?: ArrayBuffer[]): void;
  close(): void;
}

/** What the line brings: messages, and its end where the worker broke down. */
export interface LineListener {
  take(message: FromWorker): void;
  lost(reason: string): void;
}

/** Opens a line to a worker; where there is none, to the core in the window, which works in small pieces. */
export function openLine(listener: LineListener): WorkerLine {
  return lineToWorker(listener) ?? lineToWindow(listener);
}

function lineToWorker(listener: LineListener): WorkerLine | undefined {
  const script = workerScript();
  if (script === undefined || typeof Worker === "undefined") return undefined;
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    const worker = new Worker(url, { name: "packet-ladder" });
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
      listener.take(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      listener.lost(event.message);
    });
    return {
      send: (message, transfer = []) => {
        worker.postMessage(message, transfer);
      },
      close: () => {
        worker.terminate();
        URL.revokeObjectURL(url);
      },
    };
  } catch {
    // Some phones and policies refuse workers made from code at hand.
    URL.revokeObjectURL(url);
    return undefined;
  }
}

function lineToWindow(listener: LineListener): WorkerLine {
  let isOpen = true;
  let take: (event: { readonly data: ToWorker }) => void = () => undefined;
  const ready = loadExporter();
  answerRequests({
    postMessage: (message) => {
      if (isOpen) listener.take(message);
    },
    addEventListener: (_type, listen) => {
      take = listen;
    },
  });
  return {
    send: (message) => {
      void ready.then(() => {
        if (isOpen) take({ data: message });
      });
    },
    close: () => {
      isOpen = false;
    },
  };
}
