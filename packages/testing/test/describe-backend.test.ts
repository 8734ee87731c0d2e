import { describeBackend } from "../src/index.js";
import { countingBackend } from "./counting-backend.js";

// The suite on a backend that follows all rules; on backends that break one it was seen to fail.
const first = countingBackend();
describeBackend("that counts", () => first.backend, 1e-14, { countArrays: first.count });

const second = countingBackend({ readsSynchronously: false });
describeBackend("that reads asynchronously", async () => second.backend, 1e-14, {
  countArrays: second.count,
});
