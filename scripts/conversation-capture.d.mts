export function conversationCapture(packetCount: number): Buffer;
