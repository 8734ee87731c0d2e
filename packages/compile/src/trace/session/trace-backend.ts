import type { BackendValues, DataId, DataType, TensorInfo } from "@tensorflow/tfjs-core";
import { KernelBackend } from "../../imports/tfjs-core.js";
import type { Traced } from "../kernels/kernel.js";
import { disposed, readsValues, unsupportedType } from "./trace-errors.js";

/** What a backend that computes nothing needs. */
export interface TraceRecorder {
  /** Host values as a constant. */
  constant(values: ArrayLike<number>, shape: ReadonlyArray<number>, dtype: DataType): Traced;
  /** The values of a constant; undefined of everything else. */
  valuesOf(traced: Traced): ArrayLike<number> | undefined;
}

interface Entry {
  readonly traced: Traced;
  references: number;
}

/** An engine of TensorFlow.js that computes nothing: a buffer is a node of a graph. */
export class TraceBackend extends KernelBackend {
  readonly #entries = new Map<DataId, Entry>();
  readonly #own = new WeakSet<DataId>();
  readonly #recorder: TraceRecorder;

  constructor(recorder: TraceRecorder) {
    super();
    this.#recorder = recorder;
  }

  /** A new buffer for a value. */
  bufferOf(traced: Traced): DataId {
    const dataId = {};
    this.#entries.set(dataId, { traced, references: 1 });
    this.#own.add(dataId);
    return dataId;
  }

  /** What a buffer stands for; undefined if it is one of another engine. @throws CompilationError if it was freed. */
  tracedOf({ dataId }: TensorInfo): Traced | undefined {
    const entry = this.#entries.get(dataId);
    if (entry === undefined && this.#own.has(dataId)) throw disposed();
    return entry?.traced;
  }

  /** Whether the values of a tensor are known. */
  isConstant({ dataId }: TensorInfo): boolean {
    const entry = this.#entries.get(dataId);
    return entry !== undefined && this.#recorder.valuesOf(entry.traced) !== undefined;
  }

  /** Makes a buffer stand for another value. */
  replace({ dataId }: TensorInfo, traced: Traced): void {
    const entry = this.#entries.get(dataId);
    if (entry !== undefined) this.#entries.set(dataId, { ...entry, traced });
  }

  override write(values: BackendValues, shape: Array<number>, dtype: DataType): DataId {
    if (dtype === "string" || dtype === "complex64") throw unsupportedType(dtype);
    return this.bufferOf(this.#recorder.constant(values as ArrayLike<number>, shape, dtype));
  }

  override readSync(dataId: DataId): BackendValues {
    const entry = this.#entries.get(dataId);
    const values = entry && this.#recorder.valuesOf(entry.traced);
    if (values === undefined) throw readsValues();
    const { dtype } = (entry as Entry).traced;
    if (dtype === "bool") return Uint8Array.from(values);
    return dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values);
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override incRef(dataId: DataId): void {
    const entry = this.#entries.get(dataId);
    if (entry !== undefined) entry.references++;
  }

  override refCount(dataId: DataId): number {
    return this.#entries.get(dataId)?.references ?? 0;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.#entries.get(dataId);
    if (entry === undefined) return true;
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.#entries.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#entries.size;
  }

  /** Nothing is computed while a function is traced. */
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return true;
  }

  /** Where kernels are profiled, they are timed; else their values would be read. */
  override async time(f: () => void): Promise<{ kernelMs: number }> {
    f();
    return { kernelMs: 0 };
  }

  override dispose(): void {
    this.#entries.clear();
  }
}
