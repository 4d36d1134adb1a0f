import { CONVERSATION_KEY_WORDS, type ConversationColumns } from "./capture-index";
import { grown } from "./growing-column";

/** Gives zeroed columns for a number of conversations, nothing seen in any. */
export function emptyConversations(capacity: number): ConversationColumns {
  const both = capacity * 2;
  return {
    count: 0,
    key: new Uint32Array(capacity * CONVERSATION_KEY_WORDS),
    completeness: new Uint8Array(capacity),
    laterCompleteness: new Uint8Array(capacity),
    clientDirection: new Uint8Array(capacity),
    firstFrame: new Int32Array(capacity).fill(-1),
    lastFrame: new Int32Array(capacity).fill(-1),
    frames: new Uint32Array(both),
    octets: new Float64Array(both),
    payloadOctets: new Float64Array(both),
    base: new Uint32Array(both),
    hasBase: new Uint8Array(both),
    windowShift: new Int8Array(both).fill(-1),
    synFrame: new Int32Array(both).fill(-1),
    synAckFrame: new Int32Array(both).fill(-1),
    finFrame: new Int32Array(both).fill(-1),
    rstFrame: new Int32Array(both).fill(-1),
    finEnd: new Uint32Array(both),
    finAckFrame: new Int32Array(both).fill(-1),
    rebases: [],
  };
}

/** Gives a copy with room for another number of conversations; those that fit are kept. */
export function resizedConversations(columns: ConversationColumns, capacity: number): ConversationColumns {
  const both = capacity * 2;
  return {
    count: Math.min(columns.count, capacity),
    key: grown(Uint32Array, columns.key, capacity * CONVERSATION_KEY_WORDS),
    completeness: grown(Uint8Array, columns.completeness, capacity),
    laterCompleteness: grown(Uint8Array, columns.laterCompleteness, capacity),
    clientDirection: grown(Uint8Array, columns.clientDirection, capacity),
    firstFrame: grownUnseen(columns.firstFrame, capacity),
    lastFrame: grownUnseen(columns.lastFrame, capacity),
    frames: grown(Uint32Array, columns.frames, both),
    octets: grown(Float64Array, columns.octets, both),
    payloadOctets: grown(Float64Array, columns.payloadOctets, both),
    base: grown(Uint32Array, columns.base, both),
    hasBase: grown(Uint8Array, columns.hasBase, both),
    windowShift: grown(Int8Array, columns.windowShift, both).fill(-1, columns.windowShift.length),
    synFrame: grownUnseen(columns.synFrame, both),
    synAckFrame: grownUnseen(columns.synAckFrame, both),
    finFrame: grownUnseen(columns.finFrame, both),
    rstFrame: grownUnseen(columns.rstFrame, both),
    finEnd: grown(Uint32Array, columns.finEnd, both),
    finAckFrame: grownUnseen(columns.finAckFrame, both),
    rebases: columns.rebases,
  };
}

function grownUnseen(column: Int32Array, length: number): Int32Array {
  return grown(Int32Array, column, length).fill(-1, column.length);
}
