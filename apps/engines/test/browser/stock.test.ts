import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import { stockSuite } from "../../src/suite/stock-suite.js";

stockSuite(["cpu", "wasm", "webgl", "webgpu"]);
