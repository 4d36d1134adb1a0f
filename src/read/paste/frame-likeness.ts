/** What a line may show of a frame, however damaged the rest of it is. */
const signs: readonly RegExp[] = [
  /^[\s\W]{0,8}\d{1,9}[\s|,]{1,12}\d{1,10}[.,: /]\d/u,
  /^[\s\W]{0,8}[\dIlOo]{1,2}:[\dIlOo]{2}:[\dIlOo]{2}[.,]\d/u,
  /(?:[\dIlOo]{1,3}[., ]){3}[\dIlOo]{1,3}\b.{1,60}?\b(?:[\dIlOo]{1,3}[., ]){3}[\dIlOo]{1,3}\b/u,
  /\b(?:TCP|T[O0]P|UDP|HTTP|TLSv\d|DNS|IP6?)\b/u,
  /[[({](?:SYN|ACK|FIN|RST|PSH|[A-Z5]{3})(?:[,._ ]{1,2}[A-Z0-9]{3})?[\])}1|]|\bF\w?ags \W?\[?[SFRP.]{1,3}\]?/u,
  /(?:\b[A-Za-z5]{2,6} ?[=-] ?\d[^=]{0,14}){2}|\bseq \d[\d:]*, (?:ack|win|length) \d/u,
  /\d{1,5} ?(?:→|->|>|-|–|—) ?\d{1,5} ?[[({]|\.\w{1,12} [>=-]{1,2} \S{2,60}:/u,
];

const ENOUGH = 3;
const LOOKED_AT = 600;

/** Tells whether a line that no reader understood is meant as a frame: sentences show no more than two of the signs. */
export function looksLikeFrame(text: string): boolean {
  const head = text.slice(0, LOOKED_AT);
  let found = 0;
  for (const [i, sign] of signs.entries()) {
    if (found + signs.length - i < ENOUGH) return false;
    if (sign.test(head)) found += 1;
    if (found >= ENOUGH) return true;
  }
  return false;
}
