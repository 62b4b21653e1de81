/** True where a type is `any`: what becomes of a declaration whose import leads nowhere. */
export type IsAny<T> = 0 extends 1 & T ? true : false;
/** Compiles for false only. */
export type No<T extends false> = T;
