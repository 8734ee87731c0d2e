import { copy } from "../lanes";
import * as a from "./arithmetic";
import { Fn } from "./codes";
import * as c from "./comparisons";
import * as e from "./elementary";
import { mapOne, mapOneFast, mapThree, mapTwo } from "./loops";
import { rare, rareOfTwo } from "./rare";

/** out = a function of one, two or three arrays. Up to a multiple of 32 bytes is written. */
export function apply<T>(fn: i32, out: usize, x: usize, y: usize, z: usize, bytes: usize): void {
  if (fn < Fn.add) applyOne<T>(fn, out, x, bytes);
  else if (fn < Fn.select) applyTwo<T>(fn, out, x, y, bytes);
  else if (fn === Fn.select) mapThree<a.Select<T>>(out, x, y, z, bytes);
  else if (fn === Fn.multiplyAdd) mapThree<a.MultiplyAdd<T>>(out, x, y, z, bytes);
  else mapThree<a.SubtractProduct<T>>(out, x, y, z, bytes);
}

/** out = a function of one array; the two may be the same. */
export function applyOne<T>(fn: i32, out: usize, x: usize, bytes: usize): void {
  switch (fn) {
    case Fn.abs:
      mapOne<a.Abs<T>>(out, x, bytes);
      break;
    case Fn.ceil:
      mapOne<a.Ceil<T>>(out, x, bytes);
      break;
    case Fn.copy:
      copy<T>(out, x, <i32>(bytes / sizeof<T>()));
      break;
    case Fn.cos:
      mapOne<e.Cos<T>>(out, x, bytes);
      break;
    case Fn.elu:
      mapOne<e.Elu<T>>(out, x, bytes);
      break;
    case Fn.erf:
      if (sizeof<T>() === 4) mapOne<e.ErfOfSingles>(out, x, bytes);
      else rare<T>(fn, out, x, bytes);
      break;
    case Fn.exp:
      mapOneFast<e.Exp<T>>(out, x, bytes);
      break;
    case Fn.expm1:
      mapOne<e.Expm1<T>>(out, x, bytes);
      break;
    case Fn.floor:
      mapOne<a.Floor<T>>(out, x, bytes);
      break;
    case Fn.isFinite:
      mapOne<a.IsFinite<T>>(out, x, bytes);
      break;
    case Fn.isNaN:
      mapOne<a.IsNaN<T>>(out, x, bytes);
      break;
    case Fn.log:
      mapOne<e.Log<T>>(out, x, bytes);
      break;
    case Fn.log1p:
      mapOne<e.Log1p<T>>(out, x, bytes);
      break;
    case Fn.negate:
      mapOne<a.Negate<T>>(out, x, bytes);
      break;
    case Fn.not:
      mapOne<a.Not<T>>(out, x, bytes);
      break;
    case Fn.reciprocal:
      mapOne<a.Reciprocal<T>>(out, x, bytes);
      break;
    case Fn.relu:
      mapOneFast<a.Relu<T>>(out, x, bytes);
      break;
    case Fn.round:
      mapOne<a.Round<T>>(out, x, bytes);
      break;
    case Fn.rsqrt:
      mapOne<a.Rsqrt<T>>(out, x, bytes);
      break;
    case Fn.selu:
      mapOne<e.Selu<T>>(out, x, bytes);
      break;
    case Fn.sigmoid:
      mapOneFast<e.Sigmoid<T>>(out, x, bytes);
      break;
    case Fn.sign:
      mapOne<a.Sign<T>>(out, x, bytes);
      break;
    case Fn.sin:
      mapOne<e.Sin<T>>(out, x, bytes);
      break;
    case Fn.softplus:
      mapOne<e.Softplus<T>>(out, x, bytes);
      break;
    case Fn.sqrt:
      mapOne<a.Sqrt<T>>(out, x, bytes);
      break;
    case Fn.square:
      mapOneFast<a.Square<T>>(out, x, bytes);
      break;
    case Fn.step:
      mapOne<a.Step<T>>(out, x, bytes);
      break;
    case Fn.tanh:
      mapOneFast<e.Tanh<T>>(out, x, bytes);
      break;
    case Fn.truncate:
      mapOne<a.Truncate<T>>(out, x, bytes);
      break;
    default:
      rare<T>(fn, out, x, bytes);
  }
}

function applyTwo<T>(fn: i32, out: usize, x: usize, y: usize, bytes: usize): void {
  switch (fn) {
    case Fn.add:
      mapTwo<a.Add<T>>(out, x, y, bytes);
      break;
    case Fn.and:
      mapTwo<c.And<T>>(out, x, y, bytes);
      break;
    case Fn.divide:
      mapTwo<a.Divide<T>>(out, x, y, bytes);
      break;
    case Fn.equal:
      mapTwo<c.Equal<T>>(out, x, y, bytes);
      break;
    case Fn.floorDivide:
      mapTwo<a.FloorDivide<T>>(out, x, y, bytes);
      break;
    case Fn.greater:
      mapTwo<c.Less<T>>(out, y, x, bytes);
      break;
    case Fn.greaterEqual:
      mapTwo<c.LessEqual<T>>(out, y, x, bytes);
      break;
    case Fn.less:
      mapTwo<c.Less<T>>(out, x, y, bytes);
      break;
    case Fn.lessEqual:
      mapTwo<c.LessEqual<T>>(out, x, y, bytes);
      break;
    case Fn.max:
      mapTwo<a.Max<T>>(out, x, y, bytes);
      break;
    case Fn.min:
      mapTwo<a.Min<T>>(out, x, y, bytes);
      break;
    case Fn.multiply:
      mapTwo<a.Multiply<T>>(out, x, y, bytes);
      break;
    case Fn.notEqual:
      mapTwo<c.NotEqual<T>>(out, x, y, bytes);
      break;
    case Fn.or:
      mapTwo<c.Or<T>>(out, x, y, bytes);
      break;
    case Fn.subtract:
      mapTwo<a.Subtract<T>>(out, x, y, bytes);
      break;
    default:
      rareOfTwo<T>(fn, out, x, y, bytes);
  }
}
