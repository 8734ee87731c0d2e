import { Truth } from "./arithmetic";

// Comparisons: 1 where they hold, else 0.

@unmanaged
export class Equal<T> {
  @inline of(x: v128, y: v128): v128 {
    return Truth.of<T>(v128.eq<T>(x, y));
  }
}

@unmanaged
export class NotEqual<T> {
  @inline of(x: v128, y: v128): v128 {
    return Truth.of<T>(v128.ne<T>(x, y));
  }
}

@unmanaged
export class Less<T> {
  @inline of(x: v128, y: v128): v128 {
    return Truth.of<T>(v128.lt<T>(x, y));
  }
}

@unmanaged
export class LessEqual<T> {
  @inline of(x: v128, y: v128): v128 {
    return Truth.of<T>(v128.le<T>(x, y));
  }
}

@unmanaged
export class And<T> {
  @inline of(x: v128, y: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    return Truth.of<T>(v128.and(v128.ne<T>(x, zero), v128.ne<T>(y, zero)));
  }
}

@unmanaged
export class Or<T> {
  @inline of(x: v128, y: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    return Truth.of<T>(v128.or(v128.ne<T>(x, zero), v128.ne<T>(y, zero)));
  }
}
