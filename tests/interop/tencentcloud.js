// The life of a load balancer on the emulated cloud, driven by the vendor's Node.js SDK with each of its signature methods,
// GET and POST. The SDK believes that it talks to the vendor's own host, as it signs the name of its endpoint.
"use strict";
const assert = require("node:assert/strict");
const https = require("node:https");
require("./nonces.js");
const { clb } = require("tencentcloud-sdk-nodejs/tencentcloud/services/clb");

const cloud = new URL(process.env.COLB_EMULATOR_ENDPOINT);
const credential = { secretId: process.env.TENCENTCLOUD_SECRET_ID, secretKey: process.env.TENCENTCLOUD_SECRET_KEY };

const agent = new https.Agent({ keepAlive: true });
const connect = agent.createConnection;
agent.createConnection = function (options, done) {
  return connect.call(this, { ...options, host: cloud.hostname, port: Number(cloud.port) }, done);
};

function client(signMethod, reqMethod, secretKey) {
  return new clb.v20180317.Client({
    credential: { ...credential, secretKey },
    region: "ap-guangzhou",
    profile: { signMethod, httpProfile: { reqMethod, reqTimeout: 10, agent } },
  });
}

async function until(what, ask) {
  for (let i = 0; i < 500; ++i) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((done) => setTimeout(done, 10));
  }
  assert.fail(`${what} takes too long`);
}

async function lifeCycle(api) {
  /// Calls an asynchronous Action and follows its task.
  const change = async (action, request) => {
    const answer = await api[action](request);
    await until(action, async () => {
      const { Status } = await api.DescribeTaskStatus({ TaskId: answer.RequestId });
      assert.notEqual(Status, 1, `the task of ${action} failed`);
      return Status === 0;
    });
    return answer;
  };

  const bought = await change("CreateLoadBalancer", { LoadBalancerType: "OPEN", LoadBalancerName: "colb-interop" });
  const [LoadBalancerId] = bought.LoadBalancerIds;
  await until("the start", async () => {
    const { LoadBalancerSet } = await api.DescribeLoadBalancers({ LoadBalancerIds: [LoadBalancerId] });
    return LoadBalancerSet[0].Status === 1;
  });

  // Characters that encodings and signatures differ about.
  const name = "web ~*'()+&=%/ 网页";
  const domain = "*.example.com";
  const made = await change("CreateListener", { LoadBalancerId, Ports: [80], Protocol: "HTTP", ListenerNames: [name] });
  const [ListenerId] = made.ListenerIds;
  const { Listeners } = await api.DescribeListeners({ LoadBalancerId, ListenerIds: [ListenerId] });
  assert.equal(Listeners[0].ListenerName, name);
  assert.equal(Listeners[0].Port, 80);

  const rule = await change("CreateRule", {
    LoadBalancerId,
    ListenerId,
    Rules: [{ Domain: domain, Url: "/", Http2: false, HealthCheck: { HealthSwitch: 1, HttpCheckPath: "/live" } }],
  });
  const [LocationId] = rule.LocationIds;

  const Targets = [
    { InstanceId: "ins-interop01", Port: 8080, Weight: 10 },
    { InstanceId: "ins-interop02", Port: 8081, Weight: 0 },
  ];
  await change("RegisterTargets", { LoadBalancerId, ListenerId, LocationId, Targets });
  await until("health", async () => {
    const { LoadBalancers } = await api.DescribeTargetHealth({ LoadBalancerIds: [LoadBalancerId] });
    const health = LoadBalancers[0].Listeners[0].Rules[0].Targets;
    assert.equal(health.length, 2);
    return health.every((target) => target.HealthStatus === true);
  });
  const bound = await api.DescribeTargets({
    LoadBalancerId,
    Filters: [{ Name: "location-id", Values: [LocationId, "loc-elsewhere"] }],
  });
  assert.equal(bound.Listeners[0].Rules[0].Domain, domain);
  assert.deepEqual(bound.Listeners[0].Rules[0].Targets.map((target) => [target.InstanceId, target.Port, target.Weight]), [
    ["ins-interop01", 8080, 10],
    ["ins-interop02", 8081, 0],
  ]);

  await change("DeregisterTargets", { LoadBalancerId, ListenerId, LocationId, Targets });
  await change("DeleteRule", { LoadBalancerId, ListenerId, LocationIds: [LocationId] });
  await change("DeleteListener", { LoadBalancerId, ListenerId });
  await change("DeleteLoadBalancer", { LoadBalancerIds: [LoadBalancerId] });
  const { TotalCount } = await api.DescribeLoadBalancers({ LoadBalancerIds: [LoadBalancerId] });
  assert.equal(TotalCount, 0);
}

async function main() {
  for (const signMethod of ["TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1"]) {
    for (const reqMethod of ["POST", "GET"]) {
      await lifeCycle(client(signMethod, reqMethod, credential.secretKey));
      await assert.rejects(client(signMethod, reqMethod, "not the key").DescribeLoadBalancers({}), {
        code: "AuthFailure.SignatureFailure",
      });
      console.log(`${signMethod} ${reqMethod}: passed`);
    }
  }
  agent.destroy();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
