import type { Scene } from "../scene/scene";
import { drawStateDiagram } from "../state-diagram/draw-state-diagram";
import { conversationSegments } from "../trace/conversation-segments";
import { conversationNaming } from "../trace/conversation-naming";
import type { Trace } from "../trace/trace";

/** The state diagram of one conversation. */
export interface StatesDrawing {
  readonly scene: Scene;
  readonly conversation: number;
  /** How many other conversations of the trace could be drawn. */
  readonly others: number;
}

/**
 * Draws the paths of both ends of a conversation on RFC 9293's state diagram: of conversation `wanted`, or the
 * trace's first. Undefined where the trace has no such conversation.
 */
export function drawStates(trace: Trace, name: string, wanted?: number): StatesDrawing | undefined {
  const all = conversationSegments(trace);
  const one = wanted === undefined ? all[0] : all.find(({ conversation }) => conversation === wanted);
  const conversation = trace.conversations.find(({ number }) => number === one?.conversation);
  if (one === undefined || conversation === undefined) return undefined;
  const isNumbered = one.events.some(({ frame }) => frame !== undefined);
  const scene = drawStateDiagram(one, {
    title: `${name}: states of both ends`,
    names: conversationNaming(trace, conversation).names,
    unit: isNumbered ? "frame" : "line",
  });
  return { scene, conversation: one.conversation, others: all.length - 1 };
}
