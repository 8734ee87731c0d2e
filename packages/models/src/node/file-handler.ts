import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { CheckpointError, checkValue, nonEmptyString, required } from "@symplectic-adjoint/core";
import type { io } from "@tensorflow/tfjs-core";
import type { TrainingStore } from "../training/training-target.js";

const NEWLINE = 0x0a;

/**
 * A handler of TensorFlow.js that keeps what it saves in one file, for `saveTraining`, `model.save` and
 * `tf.loadLayersModel`, without tfjs-node.
 *
 * A file is replaced in one piece: after Ctrl-C or a loss of power it is the old or the new one. It starts with a line of
 * JSON; the numbers follow, as they are in memory.
 *
 * @throws CheckpointError, with the cause, if the file cannot be written or read, or is damaged.
 * @example
 * const file = fileHandler("training.bin");
 * const saved = await resumeTraining(file, { variables: [...flow.variables], optimizer });
 */
export function fileHandler(path: string): Required<TrainingStore> {
  checkValue("path", path, required(nonEmptyString('Write fileHandler("training.bin"), say.')));
  return {
    exists: async () => existsSync(path),
    async save({ weightData, getWeightStream: _, ...rest }) {
      const parts = Array.isArray(weightData) ? weightData : [weightData ?? new ArrayBuffer(0)];
      const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
      const head = `${JSON.stringify({ bytes, artifacts: rest })}\n`;
      // In the same folder, for a rename is atomic within a file system only.
      const draft = `${path}.${randomUUID()}.tmp`;
      try {
        const file = await open(draft, "wx");
        try {
          await file.writeFile(head);
          for (const part of parts) await file.writeFile(new Uint8Array(part));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, path);
      } catch (cause) {
        await rm(draft, { force: true });
        const remedy = "See the cause; the file that was there before is unchanged.";
        throw new CheckpointError({ argument: path, problem: "cannot be written", remedy, cause });
      }
      return {
        modelArtifactsInfo: {
          dateSaved: new Date(),
          modelTopologyType: "JSON",
          weightDataBytes: bytes,
        },
      };
    },
    async load() {
      const content = await readFile(path).catch((cause: unknown) => {
        const remedy = "See the cause, and check the path.";
        throw new CheckpointError({ argument: path, problem: "cannot be read", remedy, cause });
      });
      return parse(path, content);
    },
  };
}

function parse(path: string, content: Uint8Array): io.ModelArtifacts {
  try {
    const end = content.indexOf(NEWLINE);
    const head: unknown = JSON.parse(new TextDecoder().decode(content.subarray(0, end)));
    const { bytes, artifacts } = head as { bytes: number; artifacts: io.ModelArtifacts };
    const weightData = content.slice(end + 1);
    if (weightData.byteLength !== bytes || typeof artifacts !== "object")
      throw new RangeError(`${weightData.byteLength} bytes of ${bytes}`);
    return { ...artifacts, weightData: new Uint8Array(weightData).buffer };
  } catch (cause) {
    const problem = "is not a file that fileHandler wrote, or is damaged";
    const remedy = "Delete it, or use the copy of another run.";
    throw new CheckpointError({ argument: path, problem, remedy, cause });
  }
}
