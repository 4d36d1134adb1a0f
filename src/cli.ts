import { run } from "./node/run";

// Scripts of this repository call it many times in one process.
export { run };

if (require.main === module) {
  void run(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
