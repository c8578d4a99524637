// Command network-policies enforces NetworkPolicies on one node. It is the engine of kube-network-policies with a
// kubeconfig and without its own nftables rules, which need a kernel option that not every kernel has: the caller sends
// the first packet of each connection to NFQUEUE 100 by iptables, and the engine accepts or drops it.
package main

import (
	"context"
	"errors"
	"flag"
	"os/signal"
	"syscall"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

const queue = 100

func main() {
	klog.InitFlags(nil)
	kubeconfig := flag.String("kubeconfig", "", "how to reach the API server")
	node := flag.String("node", "", "the node whose pods are guarded")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *kubeconfig, *node); err != nil {
		klog.Fatal(err)
	}
}

func run(ctx context.Context, kubeconfig, node string) error {
	if node == "" {
		return errors.New("-node is missing")
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	controller, err := networkpolicy.NewController(
		client,
		factory.Networking().V1().NetworkPolicies(),
		factory.Core().V1().Namespaces(),
		factory.Core().V1().Pods(),
		nil, nil, nil, nil, // admin policies and what they need
		// Without NRI the engine dereferences a nil plugin for an unknown address. With it, the plugin fails to connect to
		// containerd 1.6, is logged, and the addresses come from the API server.
		networkpolicy.Config{QueueID: queue, NodeName: node, NRIdisabled: false},
	)
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	return controller.Run(ctx)
}
