import { drive } from "./drive";

drive("own theme");
