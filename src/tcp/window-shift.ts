/** A larger shift counts as this (RFC 7323 §2.3). */
export const MAX_WINDOW_SHIFT = 14;
