import { Vector } from "../lanes";

// Functions that are one or a few instructions, of four float32 or two float64 numbers.

@unmanaged
export class Abs<T> {
  @inline of(x: v128): v128 {
    return v128.abs<T>(x);
  }
}

@unmanaged
export class Ceil<T> {
  @inline of(x: v128): v128 {
    return v128.ceil<T>(x);
  }
}

@unmanaged
export class Floor<T> {
  @inline of(x: v128): v128 {
    return v128.floor<T>(x);
  }
}

@unmanaged
export class IsFinite<T> {
  @inline of(x: v128): v128 {
    return Truth.of<T>(v128.lt<T>(v128.abs<T>(x), v128.splat<T>(<T>Infinity)));
  }
}

@unmanaged
export class IsNaN<T> {
  @inline of(x: v128): v128 {
    return Truth.of<T>(v128.ne<T>(x, x));
  }
}

@unmanaged
export class Negate<T> {
  @inline of(x: v128): v128 {
    return v128.neg<T>(x);
  }
}

@unmanaged
export class Not<T> {
  @inline of(x: v128): v128 {
    return Truth.of<T>(v128.eq<T>(x, v128.splat<T>(<T>0)));
  }
}

@unmanaged
export class Reciprocal<T> {
  @inline of(x: v128): v128 {
    return v128.div<T>(v128.splat<T>(<T>1), x);
  }
}

@unmanaged
export class Relu<T> {
  @inline of(x: v128): v128 {
    return v128.max<T>(x, v128.splat<T>(<T>0));
  }
}

@unmanaged
export class Round<T> {
  @inline of(x: v128): v128 {
    return v128.nearest<T>(x);
  }
}

@unmanaged
export class Rsqrt<T> {
  @inline of(x: v128): v128 {
    return v128.div<T>(v128.splat<T>(<T>1), v128.sqrt<T>(x));
  }
}

@unmanaged
export class Sign<T> {
  @inline of(x: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    return v128.sub<T>(Truth.of<T>(v128.gt<T>(x, zero)), Truth.of<T>(v128.lt<T>(x, zero)));
  }
}

@unmanaged
export class Sqrt<T> {
  @inline of(x: v128): v128 {
    return v128.sqrt<T>(x);
  }
}

@unmanaged
export class Square<T> {
  @inline of(x: v128): v128 {
    return v128.mul<T>(x, x);
  }
}

@unmanaged
export class Step<T> {
  @inline of(x: v128): v128 {
    return Truth.of<T>(v128.gt<T>(x, v128.splat<T>(<T>0)));
  }
}

@unmanaged
export class Truncate<T> {
  @inline of(x: v128): v128 {
    return v128.trunc<T>(x);
  }
}

@unmanaged
export class Add<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.add<T>(x, y);
  }
}

@unmanaged
export class Divide<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.div<T>(x, y);
  }
}

@unmanaged
export class FloorDivide<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.floor<T>(v128.div<T>(x, y));
  }
}

@unmanaged
export class Max<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.max<T>(x, y);
  }
}

@unmanaged
export class Min<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.min<T>(x, y);
  }
}

@unmanaged
export class Multiply<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.mul<T>(x, y);
  }
}

@unmanaged
export class Subtract<T> {
  @inline of(x: v128, y: v128): v128 {
    return v128.sub<T>(x, y);
  }
}

@unmanaged
export class MultiplyAdd<T> {
  @inline of(x: v128, y: v128, z: v128): v128 {
    return Vector.madd<T>(x, y, z);
  }
}

@unmanaged
export class SubtractProduct<T> {
  @inline of(x: v128, y: v128, z: v128): v128 {
    return v128.sub<T>(z, v128.mul<T>(x, y));
  }
}

@unmanaged
export class Select<T> {
  /** y where x is not 0, else z. */
  @inline of(x: v128, y: v128, z: v128): v128 {
    return v128.bitselect(y, z, v128.ne<T>(x, v128.splat<T>(<T>0)));
  }
}

/** A mask as 1 and 0. */
export abstract class Truth {
  @inline static of<T>(mask: v128): v128 {
    return v128.and(mask, v128.splat<T>(<T>1));
  }
}
