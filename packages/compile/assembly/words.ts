/** The words of an instruction, by their index. */
export abstract class Words {
  @inline static int(at: usize, i: usize): i32 {
    return load<i32>(at + (i << 2));
  }

  @inline static address(at: usize, i: usize): usize {
    return <usize>load<u32>(at + (i << 2));
  }
}
