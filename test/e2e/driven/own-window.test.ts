import { drive } from "./drive";

drive("window of its own");
