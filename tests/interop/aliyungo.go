// An SLB client that is in Debian builds a service on the emulator: github.com/denverdino/aliyungo.
package main

import (
	"fmt"
	"os"

	"github.com/denverdino/aliyungo/common"
	"github.com/denverdino/aliyungo/slb"
)

func check(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func expect(what string, good bool, got interface{}) {
	if !good {
		fmt.Fprintf(os.Stderr, "%s: %+v\n", what, got)
		os.Exit(1)
	}
}

func main() {
	region := common.Region("cn-hangzhou")
	client := slb.NewClientWithEndpoint(os.Getenv("COLB_EMULATOR_ENDPOINT")+"/", os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"),
		os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
	client.SetRegionID(region)

	made, err := client.CreateLoadBalancer(&slb.CreateLoadBalancerArgs{
		RegionId: region, LoadBalancerName: "from-go", AddressType: slb.InternetAddressType})
	check("CreateLoadBalancer", err)
	id := made.LoadBalancerId

	tcp := slb.CreateLoadBalancerTCPListenerArgs{
		LoadBalancerId: id, ListenerPort: 8000, BackendServerPort: 8080, Bandwidth: -1, Scheduler: slb.WRRScheduler}
	check("CreateLoadBalancerTCPListener", client.CreateLoadBalancerTCPListener(&tcp))
	http := slb.CreateLoadBalancerHTTPListenerArgs{
		LoadBalancerId: id, ListenerPort: 80, BackendServerPort: 8080, Bandwidth: -1, StickySession: slb.OffFlag,
		HealthCheck: slb.OffFlag}
	check("CreateLoadBalancerHTTPListener", client.CreateLoadBalancerHTTPListener(&http))
	for _, each := range []struct {
		port int
		kind slb.ListenerType
	}{{8000, slb.TCP}, {80, slb.HTTP}} {
		_, err = client.WaitForListener(id, each.port, each.kind)
		check("WaitForListener", err)
		check("StartLoadBalancerListener", client.StartLoadBalancerListener(id, each.port))
		check("WaitForListenerAsyn", client.WaitForListenerAsyn(id, each.port, each.kind, slb.Running, 10))
	}

	servers, err := client.AddBackendServers(id, []slb.BackendServerType{
		{ServerId: "i-go000001", Weight: 100}, {ServerId: "i-go000002", Weight: 50}})
	check("AddBackendServers", err)
	expect("AddBackendServers", len(servers) == 2, servers)

	group, err := client.CreateVServerGroup(&slb.CreateVServerGroupArgs{
		LoadBalancerId: id, RegionId: region, VServerGroupName: "group",
		BackendServers: `[{"ServerId":"i-go000001","Port":"8080","Weight":"100"}]`})
	check("CreateVServerGroup", err)
	check("CreateRules", client.CreateRules(&slb.CreateRulesArgs{RegionId: region, LoadBalancerId: id, ListenerPort: 80,
		RuleList: `[{"RuleName":"rule","Domain":"a.example","Url":"/a","VServerGroupId":"` + group.VServerGroupId + `"}]`}))
	// New rules have the listener configured, and a load balancer that is being configured cannot be deleted.
	check("WaitForListenerAsyn", client.WaitForListenerAsyn(id, 80, slb.HTTP, slb.Running, 10))
	rules, err := client.DescribeRules(&slb.DescribeRulesArgs{RegionId: region, LoadBalancerId: id, ListenerPort: 80})
	check("DescribeRules", err)
	// It reads Rules.Rule, where the document has a list of another name.
	expect("DescribeRules", len(rules.Rules.Rule) == 1 && rules.Rules.Rule[0].Domain == "a.example", rules)

	about, err := client.DescribeLoadBalancerAttribute(id)
	check("DescribeLoadBalancerAttribute", err)
	expect("backend servers", len(about.BackendServers.BackendServer) == 2, about)
	expect("listeners", len(about.ListenerPorts.ListenerPort) == 2, about)

	health, err := client.DescribeHealthStatus(&slb.DescribeHealthStatusArgs{LoadBalancerId: id, ListenerPort: 8000})
	check("DescribeHealthStatus", err)
	expect("health", len(health.BackendServers.BackendServer) == 2, health)

	check("DeleteLoadBalancer", client.DeleteLoadBalancer(id))
	left, err := client.DescribeLoadBalancers(&slb.DescribeLoadBalancersArgs{RegionId: region})
	check("DescribeLoadBalancers", err)
	expect("nothing is left", len(left) == 0, left)
	fmt.Println("ok aliyungo: 2 listeners, 2 servers, a rule, and gone again")
}
