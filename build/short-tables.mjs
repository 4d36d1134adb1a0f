/** The widths of letters in fewer octets: they are the longest table in main.js. */
import { readFileSync } from "node:fs";

/** Of a font's table the core reads neither name nor file; a width, or that there is none, is two characters. */
export const shortTables = {
  name: "short-tables",
  setup(build) {
    build.onLoad({ filter: /[\\/]font-tables\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, "utf8")), (key, value) =>
        key === "family" || key === "source" ? undefined : value,
      );
      const packed = (widths) =>
        JSON.parse(widths).map((width) => {
          const count = width === null ? 0 : width + 1;
          return String.fromCharCode(40 + Math.floor(count / 80), 40 + (count % 80));
        });
      const tables = text.replace(
        /(?<="widths":)\[[^\]]*\]/g,
        (widths) => `unpacked(${JSON.stringify(packed(widths).join(""))})`,
      );
      const unpacked = `(text) => text.match(/../g).map((pair) => {
        const count = pair.charCodeAt(0) * 80 + pair.charCodeAt(1) - 3240;
        return count ? count - 1 : null;
      })`;
      return { contents: `const unpacked = ${unpacked};export default ${tables}`, loader: "js" };
    });
  },
};
