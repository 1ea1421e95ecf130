// Tencent's SDKs take Math.round(Math.random() * 65535) for a nonce: two of fifty requests within a second have the same
// one in two runs of a hundred, and the cloud refuses the second; a few are 0, which it refuses too. Here each comes once.
'use strict';

let last = 0;
Math.random = () => (last = last % 65534 + 1) / 65535;
