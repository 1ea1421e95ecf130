// The vendor's own client of API 2017 against the emulator; run by qcloudapi.sh.
'use strict';

const assert = require('assert');
const fs = require('fs');
const Capi = require('qcloudapi-sdk');
require('./nonces.js');

const host = process.env.COLB_EMULATOR_ENDPOINT.replace('https://', '');
const ca = fs.readFileSync(process.env.COLB_EMULATOR_CA_FILE);
const SecretId = process.env.TENCENTCLOUD_SECRET_ID;
const SecretKey = process.env.TENCENTCLOUD_SECRET_KEY;

function caller(method, signatureMethod, key) {
  const client = new Capi({ SecretId, SecretKey: key, serviceType: 'lb', method, signatureMethod, Region: 'gz' });
  return (Action, parameters) => new Promise((resolve, reject) => {
    const done = (error, body) => (error ? reject(error) : resolve(body));
    client.request({ Action, ...parameters }, { host, method, signatureMethod }, done, { strictSSL: true, ca });
  });
}

async function ok(call, action, parameters) {
  const body = await call(action, parameters);
  assert.strictEqual(body.code, 0, `${action}: ${JSON.stringify(body)}`);
  return body;
}

async function finished(call, requestId) {
  assert.strictEqual((await ok(call, 'DescribeLoadBalancersTaskResult', { requestId })).data.status, 0);
}

async function walk(method, signatureMethod) {
  const call = caller(method, signatureMethod, SecretKey);
  const bought = await ok(call, 'CreateLoadBalancer', { loadBalancerType: 2, loadBalancerName: `测试_a-b_${method}-${signatureMethod}` });
  const [id] = bought.unLoadBalancerIds[bought.dealIds[0]];
  await finished(call, bought.requestId);
  const listeners = [{ loadBalancerPort: 80, instancePort: 80, protocol: 2, healthSwitch: 1, listenerName: "测试 a&b=c+d*~" }];
  await finished(call, (await ok(call, 'CreateLoadBalancerListeners', { loadBalancerId: id, listeners })).requestId);
  const backends = [{ instanceId: 'ins-5678test', weight: 10 }, { instanceId: 'ins-1234test', weight: 10 }];
  await finished(call, (await ok(call, 'RegisterInstancesWithLoadBalancer', { loadBalancerId: id, backends })).requestId);
  const seen = await ok(call, 'DescribeLoadBalancers', { loadBalancerIds: [id] });
  assert.strictEqual(seen.totalCount, 1);
  assert.strictEqual(seen.loadBalancerSet[0].loadBalancerName, `测试_a-b_${method}-${signatureMethod}`);
  assert.strictEqual(seen.loadBalancerSet[0].loadBalancerVips.length, 1);
  assert.strictEqual((await ok(call, 'DescribeLoadBalancerBackends', { loadBalancerId: id })).totalCount, 2);

  assert.strictEqual((await call('DescribeLoadBalancerBackends', { loadBalancerId: 'lb-none0000' })).code, 5000);
  assert.strictEqual((await call('DescribeLoadBalancerBackends', {})).code, 4000);
  assert.strictEqual((await caller(method, signatureMethod, 'other')('DescribeLoadBalancers', {})).code, 4100);
  await finished(call, (await ok(call, 'DeleteLoadBalancers', { loadBalancerIds: [id] })).requestId);
  console.log(`qcloudapi-sdk, ${method}, ${signatureMethod}: ok`);
}

(async () => {
  for (const method of ['GET', 'POST']) {
    for (const signatureMethod of ['sha1', 'sha256']) await walk(method, signatureMethod);
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
