/** The forms in which a trace can be written as text. */
export const textFormats = ["list", "mermaid", "plantuml", "packetdrill"] as const;

/** One of the forms. */
export type TextFormat = (typeof textFormats)[number];
