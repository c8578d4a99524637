// Command state-metrics exports the state of a cluster's objects under the names and labels of kube-state-metrics, which
// is not available as a Go module. It has only what the rules and dashboards of kubernetes/monitoring ask for.
//
//	state-metrics [-listen ADDRESS]
//
// It runs as a pod whose service account may list and watch the objects below.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	apps "k8s.io/client-go/listers/apps/v1"
	autoscaling "k8s.io/client-go/listers/autoscaling/v2"
	batch "k8s.io/client-go/listers/batch/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	policy "k8s.io/client-go/listers/policy/v1"
	"k8s.io/client-go/rest"
)

func main() {
	listen := flag.String("listen", ":8080", "address of /metrics and /healthz")
	flag.Parse()
	if err := run(*listen); err != nil {
		fmt.Fprintln(os.Stderr, "state-metrics:", err)
		os.Exit(1)
	}
}

func run(listen string) error {
	config, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	factory := informers.NewSharedInformerFactory(client, 0)
	objects := &state{
		pods:         factory.Core().V1().Pods().Lister(),
		nodes:        factory.Core().V1().Nodes().Lister(),
		claims:       factory.Core().V1().PersistentVolumeClaims().Lister(),
		deployments:  factory.Apps().V1().Deployments().Lister(),
		statefulSets: factory.Apps().V1().StatefulSets().Lister(),
		daemonSets:   factory.Apps().V1().DaemonSets().Lister(),
		jobs:         factory.Batch().V1().Jobs().Lister(),
		autoscalers:  factory.Autoscaling().V2().HorizontalPodAutoscalers().Lister(),
		budgets:      factory.Policy().V1().PodDisruptionBudgets().Lister(),
	}
	factory.Start(ctx.Done())
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("cannot list %s", kind)
		}
	}

	registry := prometheus.NewRegistry()
	registry.MustRegister(objects)
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	server := &http.Server{Addr: listen, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// state is a collector over the informers' caches.
type state struct {
	pods         corelisters.PodLister
	nodes        corelisters.NodeLister
	claims       corelisters.PersistentVolumeClaimLister
	deployments  apps.DeploymentLister
	statefulSets apps.StatefulSetLister
	daemonSets   apps.DaemonSetLister
	jobs         batch.JobLister
	autoscalers  autoscaling.HorizontalPodAutoscalerLister
	budgets      policy.PodDisruptionBudgetLister
}

// Describe sends nothing: the labels of the metrics are known only when they are collected.
func (s *state) Describe(chan<- *prometheus.Desc) {}

func (s *state) Collect(out chan<- prometheus.Metric) {
	sink := sink{out}
	collect(s.pods.List, sink, pod)
	collect(s.nodes.List, sink, node)
	collect(s.claims.List, sink, claim)
	collect(s.deployments.List, sink, deployment)
	collect(s.statefulSets.List, sink, statefulSet)
	collect(s.daemonSets.List, sink, daemonSet)
	collect(s.jobs.List, sink, job)
	collect(s.autoscalers.List, sink, autoscaler)
	collect(s.budgets.List, sink, budget)
}

func collect[T any](list func(labels.Selector) ([]T, error), sink sink, each func(sink, T)) {
	objects, err := list(labels.Everything())
	if err != nil {
		sink.out <- prometheus.NewInvalidMetric(prometheus.NewDesc("state_metrics_error", "", nil, nil), err)
	}
	for _, object := range objects {
		each(sink, object)
	}
}

// sink takes samples; labels come as name, value, name, value…
type sink struct{ out chan<- prometheus.Metric }

func (s sink) add(name string, value float64, pairs ...string) {
	names, values := make([]string, 0, len(pairs)/2), make([]string, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		names, values = append(names, pairs[i]), append(values, pairs[i+1])
	}
	kind := prometheus.GaugeValue
	if strings.HasSuffix(name, "_total") {
		kind = prometheus.CounterValue
	}
	s.out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, "As kube-state-metrics has it.", names, nil), kind, value, values...)
}

// eachOf adds one sample for each possible value of a label: 1 for the one that is, 0 for the others.
func (s sink) eachOf(name, label, actual string, possible []string, pairs ...string) {
	for _, value := range possible {
		s.add(name, boolean(value == actual), with(pairs, label, value)...)
	}
}

func with(pairs []string, more ...string) []string {
	return append(pairs[:len(pairs):len(pairs)], more...)
}

func boolean(value bool) float64 {
	if value {
		return 1
	}
	return 0
}
