// The vendor's own clients against the emulator; run by aliyun.sh.
'use strict';

const assert = require('assert');
const Core = require('@alicloud/pop-core');
const OpenApi = require('@alicloud/openapi-client');
const Util = require('@alicloud/tea-util');

const endpoint = process.env.COLB_EMULATOR_ENDPOINT;
const id = process.env.ALIBABA_CLOUD_ACCESS_KEY_ID || process.env.TENCENTCLOUD_SECRET_ID;
const secret = process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET || process.env.TENCENTCLOUD_SECRET_KEY;
const region = 'cn-hangzhou';

async function code(promise) {
  try {
    await promise;
  } catch (error) {
    return error.code;
  }
  return 'it succeeded';
}

async function rpc(method) {
  const options = { accessKeyId: id, accessKeySecret: secret, endpoint, apiVersion: '2014-05-15' };
  const client = new Core(options);
  const call = (action, parameters) => client.request(action, { RegionId: region, ...parameters }, { method });

  const made = await call('CreateLoadBalancer', { LoadBalancerName: 'rpc-' + method });
  const LoadBalancerId = made.LoadBalancerId;
  const group = await call('CreateVServerGroup', {
    LoadBalancerId,
    VServerGroupName: 'grüße (*~!)',
    BackendServers: JSON.stringify([{ ServerId: 'i-1', Port: '80', Weight: '100' }]),
  });
  assert.strictEqual(group.BackendServers.BackendServer[0].Port, 80);
  await call('CreateLoadBalancerHTTPListener', {
    LoadBalancerId,
    ListenerPort: 80,
    VServerGroupId: group.VServerGroupId,
    Bandwidth: -1,
    StickySession: 'off',
    HealthCheck: 'on',
  });
  await call('StartLoadBalancerListener', { LoadBalancerId, ListenerPort: 80 });
  const seen = await call('DescribeLoadBalancerHTTPListenerAttribute', { LoadBalancerId, ListenerPort: 80 });
  assert.strictEqual(seen.Status, 'running');
  const listed = await call('DescribeVServerGroups', { LoadBalancerId });
  assert.strictEqual(listed.VServerGroups.VServerGroup[0].VServerGroupName, 'grüße (*~!)');

  const nobody = call('DescribeLoadBalancerAttribute', { LoadBalancerId: 'lb-none' });
  assert.strictEqual(await code(nobody), 'InvalidLoadBalancerId.NotFound');
  const forger = new Core({ ...options, accessKeySecret: 'other' });
  assert.strictEqual(await code(forger.request('DescribeRegions', {}, { method })), 'SignatureDoesNotMatch');
  console.log(`pop-core, ${method}: ok`);
}

async function acs3(method) {
  const make = (accessKeySecret) => new OpenApi.default(new OpenApi.Config({
    accessKeyId: id, accessKeySecret, endpoint: endpoint.replace('https://', ''), protocol: 'https',
  }));
  const call = (client, action, parameters) => {
    const params = new OpenApi.Params({
      action,
      version: '2014-05-15',
      protocol: 'HTTPS',
      pathname: '/',
      method,
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const all = { RegionId: region, ...parameters };
    const request = new OpenApi.OpenApiRequest(method === 'GET' ? { query: all } : { body: all });
    return client.callApi(params, request, new Util.RuntimeOptions({ autoretry: false }));
  };
  const client = make(secret);
  const made = (await call(client, 'CreateLoadBalancer', { LoadBalancerName: 'acs3-' + method })).body;
  const tags = JSON.stringify([{ TagKey: 'größe', TagValue: 'a b*~' }]);
  await call(client, 'AddTags', { LoadBalancerId: made.LoadBalancerId, Tags: tags });
  const listed = (await call(client, 'DescribeTags', { LoadBalancerId: made.LoadBalancerId })).body;
  assert.strictEqual(listed.TagSets.TagSet[0].TagValue, 'a b*~');
  // Today's name of an Action.
  const group = (await call(client, 'CreateMasterSlaveServerGroup', {
    LoadBalancerId: made.LoadBalancerId,
    MasterSlaveServerGroupName: 'pair',
    MasterSlaveBackendServers: JSON.stringify([
      { ServerId: 'i-1', Port: 53, Weight: 100, ServerType: 'Master' },
      { ServerId: 'i-2', Port: 53, Weight: 100, ServerType: 'Slave' },
    ]),
  })).body;
  assert.ok(group.MasterSlaveServerGroupId);
  assert.strictEqual(group.MasterSlaveBackendServers.MasterSlaveBackendServer.length, 2);

  const nobody = call(client, 'DescribeLoadBalancerAttribute', { LoadBalancerId: 'lb-none' });
  assert.strictEqual(await code(nobody), 'InvalidLoadBalancerId.NotFound');
  assert.strictEqual(await code(call(make('other'), 'DescribeRegions', {})), 'SignatureDoesNotMatch');
  console.log(`openapi-client, ${method}: ok`);
}

(async () => {
  for (const method of ['GET', 'POST']) await rpc(method);
  for (const method of ['GET', 'POST']) await acs3(method);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
