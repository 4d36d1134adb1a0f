import { readFileSync } from "node:fs";

/** What the core never runs of the packages it holds: by file, what is cut, and octets of it at the least. */
const packageCuts = [
  {
    // It only decodes base64, with an encoder of its own; nor is it loaded by AMD or Angular.
    file: /lz-string[\\/]libs[\\/]lz-string\.js$/,
    cuts: [
      [/^ {2}_?compress\w* *: *function[\s\S]*?^ {2}\},?$/gm, ""],
      [/^ {2}decompress(?!FromBase64)\w* *: *function[\s\S]*?^ {2}\},?$/gm, ""],
      [/^if \(typeof define === 'function'[\s\S]*$/m, "module.exports = LZString;"],
      // The same eleven lines five times.
      [
        /bits = 0;\s*maxpower = Math\.pow\(2, ?(\w+)\);\s*power=1;\s*while \(power!=maxpower\) \{[\s\S]*?power <<= 1;\s*\}/g,
        "bits = take($1);",
      ],
      [
        /^( *data = \{val:getNextValue\(0\), position:resetValue, index:1\};)$/m,
        `$1
        function take(count) {
          var taken = 0;
          for (var power = 1; count > 0; count -= 1, power <<= 1) {
            if (data.val & data.position) taken |= power;
            data.position >>= 1;
            if (data.position === 0) {
              data.position = resetValue;
              data.val = getNextValue(data.index++);
            }
          }
          return taken;
        }`,
      ],
    ],
    least: 11000,
  },
  {
    // It uses the usual digits alone, and no one reads its errors' words.
    file: /fractional-indexing[\\/]src[\\/]index\.js$/,
    cuts: [
      [/^function validate(?:Int)?Digits\([\s\S]*?^\}$/gm, ""],
      [/^ *validate(?:Int)?Digits\(\w+\);$/gm, ""],
      [/throw new Error\([^;]*\);/g, "throw Error();"],
    ],
    least: 1300,
  },
  {
    // It only inflates, and the words of errors are the core's.
    file: /fflate[\\/]esm[\\/]browser\.js$/,
    cuts: [
      [/^var ec = \[[\s\S]*?^\];$/gm, "var ec = [];"],
      [/^ *\/\/ numbers here are at max 18 bits\n[\s\S]*?^ *return \{ b: b, r: r \};$/m, "return { b: b };"],
      [/, rev(?:fl|fd) = _[ab]\.r\b|, revfl\[258\] = 28/g, ""],
      [/^var tds = 0;[\s\S]*?^catch \(e\) \{ \}$/m, "var tds = 1;"],
    ],
    least: 700,
  },
];

/** Leaves out of packages what the core never runs. */
export const withPackageCuts = {
  name: "package-cuts",
  setup(build) {
    for (const { file, cuts, least } of packageCuts) {
      build.onLoad({ filter: file }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const contents = cuts.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
        if (text.length - contents.length < least) throw new Error(`core bundle: ${path} is not as it was`);
        return { contents, loader: "js" };
      });
    }
  },
};
