/** Gives a number of octets for people: `13 B`, `13,000 B`, `1.20 MB`. */
export function formatOctets(octets: number): string {
  if (octets >= 1e9) return `${(octets / 1e9).toFixed(2)} GB`;
  if (octets >= 1e6) return `${(octets / 1e6).toFixed(2)} MB`;
  if (octets < 1000) return `${String(octets)} B`;
  return `${String(Math.floor(octets / 1000))},${String(octets % 1000).padStart(3, "0")} B`;
}
