import { useWebgl } from "@symplectic-adjoint/backend-webgl";
import { useWebgpu } from "@symplectic-adjoint/backend-webgpu";
import * as tf from "@tensorflow/tfjs";
import { type Activation, chooseEngine } from "../engines/choose-engine.js";
import { type AdapterInfo, describeAdapter } from "../engines/describe-adapter.js";

const versions = { chromium: chromiumVersion(), tfjs: tf.version.tfjs };

/** The engines that only a page can have. */
export const browserEngines: Readonly<Record<string, Activation>> = {
  async webgl(stock) {
    await (stock ? chooseEngine("webgl") : useWebgl());
    return { versions, device: renderer(), notes: [] };
  },

  async webgpu(stock) {
    await import("@tensorflow/tfjs-backend-webgpu");
    await (stock ? chooseEngine("webgpu") : useWebgpu());
    const { adapterInfo } = tf.backend() as unknown as { readonly adapterInfo: AdapterInfo };
    return { versions, device: describeAdapter(adapterInfo), notes: [] };
  },
};

function chromiumVersion(): string {
  const { userAgent } = (globalThis as unknown as Browser).navigator;
  return /Chrome\/([\d.]+)/.exec(userAgent)?.[1] ?? userAgent;
}

interface Browser {
  readonly navigator: { readonly userAgent: string };
}

/** The used part of WebGL. */
interface WebglBackend {
  readonly gpgpu: {
    readonly gl: { getParameter(name: number): unknown; getExtension(name: string): unknown };
  };
}

function renderer(): string {
  const { gl } = (tf.backend() as unknown as WebglBackend).gpgpu;
  const unmasked = 0x9246; // UNMASKED_RENDERER_WEBGL
  return gl.getExtension("WEBGL_debug_renderer_info") === null
    ? "unknown"
    : String(gl.getParameter(unmasked));
}
