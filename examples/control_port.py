#!/usr/bin/env python3
"""A test in a language that colb is not written in: Python, its standard library alone.

It calls an emulated cloud as any program would, and moves it by its control port. It wants a running emulator, and in
the environment what that prints: COLB_EMULATOR_ENDPOINT, _CA_FILE and _CONTROL, TENCENTCLOUD_SECRET_ID and _SECRET_KEY.
"""
import hashlib
import hmac
import json
import os
import ssl
import time
import unittest
import urllib.request

ENDPOINT = os.environ["COLB_EMULATOR_ENDPOINT"]
CONTROL = os.environ["COLB_EMULATOR_CONTROL"]
TLS = ssl.create_default_context(cafile=os.environ["COLB_EMULATOR_CA_FILE"])


def control(method, path, body=None):
    """One request to the control port."""
    request = urllib.request.Request(CONTROL + path, method=method)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def call(action, **parameters):
    """A signed call of Tencent CLB; stands for the client that your program uses."""
    host, now, body = ENDPOINT.removeprefix("https://"), int(time.time()), json.dumps(parameters)
    date = time.strftime("%Y-%m-%d", time.gmtime(now))
    digest = hashlib.sha256(body.encode()).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{digest}"
    scope = f"{date}/clb/tc3_request"
    text = f"TC3-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("TC3" + os.environ["TENCENTCLOUD_SECRET_KEY"]).encode()
    for part in (date, "clb", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    request = urllib.request.Request(ENDPOINT + "/", body.encode(), {
        "Host": host, "Content-Type": "application/json", "X-TC-Action": action, "X-TC-Version": "2018-03-17",
        "X-TC-Timestamp": str(now), "X-TC-Region": "ap-guangzhou",
        "Authorization": f"TC3-HMAC-SHA256 Credential={os.environ['TENCENTCLOUD_SECRET_ID']}/{scope}, "
                         f"SignedHeaders=content-type;host, Signature={signature}"})
    with urllib.request.urlopen(request, context=TLS) as answer:
        return json.load(answer)["Response"]


class LoadBalancers(unittest.TestCase):
    def setUp(self):
        control("POST", "/reset", {})

    def state(self):
        return control("GET", "/state")["services"]["tencent.clb"]

    def test_creation_takes_its_time(self):
        created = call("CreateLoadBalancer", LoadBalancerType="OPEN", LoadBalancerName="shop")
        self.assertEqual([task["id"] for task in self.state()["tasks"]], [created["RequestId"]])
        control("POST", "/clock", {"advance_ms": 3_600_000})  # nobody waits
        self.assertEqual(self.state()["tasks"], [])
        self.assertEqual([(lb["name"], lb["status"]) for lb in self.state()["balancers"]], [("shop", "active")])

    def test_refusals_come_as_planned(self):
        control("POST", "/faults", {"kind": "refuse", "action": "CreateLoadBalancer", "code": "LimitExceeded"})
        self.assertEqual(call("CreateLoadBalancer", LoadBalancerType="OPEN")["Error"]["Code"], "LimitExceeded")
        self.assertNotIn("Error", call("CreateLoadBalancer", LoadBalancerType="OPEN"))
        self.assertEqual([c["code"] for c in control("GET", "/calls")["calls"]], ["LimitExceeded", ""])

    def test_a_task_fails(self):
        created = call("CreateLoadBalancer", LoadBalancerType="OPEN")
        control("POST", "/tasks/" + created["RequestId"], {"fail": True})
        self.assertEqual(call("DescribeTaskStatus", TaskId=created["RequestId"])["Status"], 1)
        self.assertEqual(self.state()["balancers"], [])


if __name__ == "__main__":
    unittest.main()
