/**
 * One seed for every law, so that a run says of a commit what any other run
 * says of it. `npm run laws` looks further: it runs them with other seeds, and
 * what it finds is kept beside its law as an example.
 */
import fc from "fast-check";

const usualSeed = 20261121;
const asked = process.env["LAW_SEED"];

fc.configureGlobal({ seed: asked === undefined ? usualSeed : Number(asked) });
