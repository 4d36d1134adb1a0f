/**
 * The one part of fflate that is used, so that the bundle holds no more of it.
 *
 * Loaded only for gzipped files: its tables take longer to build than a small capture to read.
 */
export { Gunzip } from "fflate";
